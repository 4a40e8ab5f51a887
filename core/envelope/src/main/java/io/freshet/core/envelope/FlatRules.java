package io.freshet.core.envelope;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whether a flat event keeps its contract's {@link ValueRule}s; these say what is wrong. */
final class FlatRules {
  private final Bounds[] bounds;
  private final List<Listed> listed = new ArrayList<>();
  private final List<Precision> precisions = new ArrayList<>();

  FlatRules(Contract contract) {
    List<Bounds> numbers = new ArrayList<>();
    List<Field> fields = contract.schema().fields();
    for (int slot = 0; slot < fields.size(); slot++) {
      Field field = fields.get(slot);
      if (!field.allowedValues().isEmpty()) {
        listed.add(Listed.of(slot, field.allowedValues()));
      } else if (field.type() instanceof FieldType.Decimal decimal) {
        BigInteger limit = BigInteger.TEN.pow(decimal.precision());
        if (FlatColumns.isNumber(decimal)) {
          numbers.add(new Bounds(slot, 1 - limit.longValueExact(), limit.longValueExact()));
        } else {
          precisions.add(new Precision(slot, limit));
        }
      } else if (field.type() == FieldType.Scalar.TIMESTAMP) {
        numbers.add(new Bounds(slot, Rfc3339.MIN_MICROS, Rfc3339.END_MICROS));
      } else if (field.type() == FieldType.Scalar.DATE) {
        numbers.add(new Bounds(slot, ValueRule.Range.MIN_DAY, ValueRule.Range.END_DAY));
      }
    }
    this.bounds = numbers.toArray(Bounds[]::new);
  }

  /** A number from one that is in to one that is not. */
  private record Bounds(int slot, long from, long end) {}

  /** One of some texts. */
  private record Listed(int slot, List<byte[]> values) {
    static Listed of(int slot, List<String> texts) {
      return new Listed(
          slot, texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList());
    }

    boolean holds(FlatEvent event) {
      int start = event.start(slot);
      int end = start + event.length(slot);
      for (byte[] value : values) {
        if (Arrays.equals(value, 0, value.length, event.bytes(slot), start, end)) {
          return true;
        }
      }

      return false;
    }
  }

  /** A decimal that is longer than a long; what fits in one is below every such limit. */
  private record Precision(int slot, BigInteger limit) {
    boolean holds(FlatEvent event) {
      int length = event.length(slot);
      if (length <= Long.BYTES) {
        return length > 0;
      }
      BigInteger unscaled = new BigInteger(event.bytes(slot), event.start(slot), length);

      return unscaled.abs().compareTo(limit) < 0;
    }
  }

  boolean hold(FlatEvent event) {
    for (Bounds each : bounds) {
      long number = event.number(each.slot());
      if (event.has(each.slot()) && (number < each.from() || number >= each.end())) {
        return false;
      }
    }
    for (int i = 0; i < listed.size(); i++) {
      if (event.has(listed.get(i).slot()) && !listed.get(i).holds(event)) {
        return false;
      }
    }
    for (int i = 0; i < precisions.size(); i++) {
      if (event.has(precisions.get(i).slot()) && !precisions.get(i).holds(event)) {
        return false;
      }
    }

    return true;
  }
}
