package io.freshet.core.envelope.raw;

import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.envelope.json.MalformedJsonException;
import io.freshet.core.envelope.offer.Attributes;
import io.freshet.core.envelope.offer.MediaType;
import io.freshet.core.envelope.offer.Offer;
import io.freshet.core.envelope.offer.Refusal;
import io.freshet.core.envelope.offer.StructuredMode;
import io.freshet.core.envelope.offer.UnfitException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Reads records of CloudEvents' Kafka binding in both of its content modes. */
final class RawOffers {
  private static final String CONTENT_TYPE = "content-type";
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String ANY = "application/cloudevents";
  private static final String PREFIX = "ce_";

  private RawOffers() {}

  /**
   * @throws MalformedJsonException when an envelope should be JSON and is not
   */
  static Offer read(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    byte[] value = kafkaRecord.value();
    if (value == null || value.length == 0) {
      return unfit(
          new Refusal(RefusalCause.MISSING_PAYLOAD.code(), "The record has no value", List.of()));
    }
    Map<String, byte[]> headers = headers(kafkaRecord);
    Optional<MediaType> type =
        Optional.ofNullable(headers.get(CONTENT_TYPE))
            .map(header -> MediaType.of(new String(header, StandardCharsets.UTF_8)));
    if (type.filter(each -> each.name().startsWith(ANY)).isEmpty()) {
      return binary(headers, value);
    }

    return type.get().name().equals(STRUCTURED) && type.get().isUtf8()
        ? StructuredMode.read(value)
        : unfit(
            Refusal.mediaType(
                "Events in the format %s are not read; send %s in UTF-8"
                    .formatted(type.get().name(), STRUCTURED)));
  }

  /** The last of several headers of one name counts, as everywhere in Kafka. */
  private static Map<String, byte[]> headers(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    for (Header header : kafkaRecord.headers()) {
      headers.put(header.key(), header.value() == null ? new byte[0] : header.value());
    }

    return headers;
  }

  private static Offer binary(Map<String, byte[]> headers, byte[] value) {
    Attributes attributes = new Attributes();
    headers.forEach(
        (name, bytes) -> {
          if (name.startsWith(PREFIX)) {
            String attribute = name.substring(PREFIX.length());
            text(bytes)
                .ifPresentOrElse(
                    text -> attributes.put(attribute, text),
                    () -> attributes.refuse("%s is not UTF-8".formatted(name)));
          }
        });
    Optional.ofNullable(headers.get(CONTENT_TYPE))
        .flatMap(RawOffers::text)
        .ifPresent(text -> attributes.put("datacontenttype", text));
    try {
      return attributes.offer(attributes.format().data(value, ""), "");
    } catch (UnfitException e) {
      return attributes.unfit(e.refusal());
    }
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Offer unfit(Refusal refusal) {
    return new Offer.Unfit(Optional.empty(), refusal);
  }
}
