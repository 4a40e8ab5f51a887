package io.freshet.ingestion.gateway.restproxy;

import io.freshet.core.envelope.offer.MediaType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How records stand in requests and answers of version 2. */
public enum EmbeddedFormat {
  JSON,
  AVRO,
  BINARY;

  /** For people: what may be sent. */
  public static final String KNOWN =
      "application/vnd.kafka.json.v2+json, application/vnd.kafka.avro.v2+json or"
          + " application/vnd.kafka.binary.v2+json";

  /** Records of no stated format are binary, as everywhere in this protocol. */
  public static Optional<EmbeddedFormat> of(String contentType) {
    MediaType type = MediaType.of(contentType == null ? "application/json" : contentType);
    if (!type.isUtf8()) {
      return Optional.empty();
    }

    return switch (type.name()) {
      case "application/vnd.kafka.json.v2+json" -> Optional.of(JSON);
      case "application/vnd.kafka.avro.v2+json" -> Optional.of(AVRO);
      case "application/vnd.kafka.binary.v2+json",
          "application/vnd.kafka.v2+json",
          "application/vnd.kafka+json",
          "application/json" ->
          Optional.of(BINARY);
      default -> Optional.empty();
    };
  }

  /** By the name that consumers are made with. */
  public static Optional<EmbeddedFormat> named(String name) {
    return Arrays.stream(values()).filter(format -> format.word().equals(name)).findFirst();
  }

  /** As consumers are made with. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String mediaType() {
    return "application/vnd.kafka.%s.v2+json".formatted(word());
  }
}
