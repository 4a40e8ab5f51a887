package io.freshet.core.contract;

import io.freshet.core.contract.FieldType.Decimal;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.FieldType.Sequence;
import java.util.Locale;

/** A type as people read it. */
public final class TypeText {
  private TypeText() {}

  public static String of(FieldType type) {
    if (type instanceof Decimal decimal) {
      return "decimal(%d,%d)".formatted(decimal.precision(), decimal.scale());
    }
    if (type instanceof Sequence sequence) {
      return "array of " + of(sequence.element());
    }

    return type instanceof Scalar scalar ? scalar.name().toLowerCase(Locale.ROOT) : "object";
  }
}
