package io.freshet.core.envelope.offer;

import io.freshet.core.envelope.json.JsonText;
import java.util.Locale;
import java.util.Optional;

/** What a media type says of an event's data. */
public enum DataFormat {
  JSON,
  FRAMED_AVRO,
  BARE_AVRO;

  /** For people: what may be sent. */
  public static final String KNOWN = "application/json, application/avro or avro/binary";

  /**
   * @param mediaType without parameters; an event that says none is JSON, as CloudEvents has it
   */
  public static Optional<DataFormat> of(Optional<String> mediaType) {
    String type = mediaType.orElse("application/json").toLowerCase(Locale.ROOT);
    if (type.equals("application/json") || type.equals("text/json") || type.endsWith("+json")) {
      return Optional.of(JSON);
    }

    return switch (type) {
      case "application/avro" -> Optional.of(FRAMED_AVRO);
      case "avro/binary" -> Optional.of(BARE_AVRO);
      default -> Optional.empty();
    };
  }

  /**
   * @param pointer where the bytes are in the request's body
   */
  public OfferedData data(byte[] bytes, String pointer) {
    return switch (this) {
      case JSON -> new OfferedData.Json(JsonText.of(bytes), pointer);
      case FRAMED_AVRO -> new OfferedData.FramedAvro(bytes);
      case BARE_AVRO -> new OfferedData.BareAvro(bytes);
    };
  }
}
