package io.freshet.cli.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.TypeText;
import io.freshet.core.envelope.view.PayloadJson;
import io.freshet.core.envelope.view.RoleView;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.NearestName;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.apache.avro.generic.GenericRecord;

/** {@code column=value}: lets through the events whose column has that value. */
final class Condition {
  private static final String NULL = "null";

  private final Field field;
  private final Object wanted;

  private Condition(Field field, Object wanted) {
    this.field = field;
    this.wanted = wanted;
  }

  /**
   * Reads one.
   *
   * @throws FreshetException when no event could ever hold it, or the role must not know
   */
  static Condition parse(String text, Contract contract, RoleView view) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw refused("'%s' is no condition; write column=value".formatted(text));
    }
    String name = text.substring(0, equals);
    Field field =
        contract
            .schema()
            .field(name)
            .orElseThrow(
                () ->
                    refused(
                        "%s has no column %s%s"
                            .formatted(contract.name(), name, hint(name, contract))));
    if (view.masks(field)) {
      throw refused(
          "The column %s is masked, so events can't be chosen by it; name a role that sees it with --role"
              .formatted(name));
    }

    return new Condition(field, value(field, text.substring(equals + 1)));
  }

  boolean holds(GenericRecord payload) {
    JsonNode value = PayloadJson.of(payload, field);
    if (value.isNull()) {
      return wanted.equals(NULL);
    }
    if (wanted instanceof BigDecimal number) {
      return value.isNumber() && value.decimalValue().compareTo(number) == 0;
    }

    return wanted.toString().equals(value.asText());
  }

  private static String hint(String name, Contract contract) {
    return NearestName.hint(name, contract.schema().fields().stream().map(Field::name).toList());
  }

  private static Object value(Field field, String text) {
    if (text.equals(NULL)) {
      return NULL;
    }
    FieldType type = field.type();
    if (type instanceof FieldType.Struct || type instanceof FieldType.Sequence) {
      throw refused(
          "The column %s has parts; events are chosen by columns without".formatted(field.name()));
    }
    try {
      return type instanceof Scalar scalar ? scalar(scalar, text) : new BigDecimal(text);
    } catch (NumberFormatException | DateTimeException e) {
      throw refused("%s can't be '%s': it is %s".formatted(field.name(), text, word(type)));
    }
  }

  private static Object scalar(Scalar type, String text) {
    return switch (type) {
      case INTEGER, LONG, FLOAT, DOUBLE -> new BigDecimal(text);
      case DATE -> LocalDate.parse(text);
      case TIMESTAMP -> Instant.parse(text);
      case BOOLEAN, STRING, BYTES -> text;
    };
  }

  private static String word(FieldType type) {
    return TypeText.of(type);
  }

  private static FreshetException refused(String message) {
    return new FreshetException(Fault.CALLER, message);
  }
}
