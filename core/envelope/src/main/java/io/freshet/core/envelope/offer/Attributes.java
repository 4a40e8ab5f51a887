package io.freshet.core.envelope.offer;

import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.Rfc3339;
import io.freshet.core.envelope.TestMark;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The attributes of one event by name, as any content mode brings them. */
public final class Attributes {
  private static final int MAX_EXTENSIONS = 20;
  private static final String VERSION = "1.0";
  private static final List<String> REQUIRED = List.of("specversion", "id", "source", "type");
  private static final Set<String> OURS =
      Set.of("specversion", "id", "source", "type", "time", "datacontenttype", "dataschema");

  private final Map<String, String> values = new HashMap<>();
  private Optional<String> problem = Optional.empty();

  /** One more; whether it can be is found later. */
  public void put(String name, String value) {
    if (values.putIfAbsent(name, value) != null) {
      refuse("the attribute %s is given twice".formatted(name));
    }
  }

  /** Says what is wrong; of several problems the first is told. */
  public void refuse(String what) {
    if (problem.isEmpty()) {
      problem = Optional.of(what);
    }
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * The media type of the data, without parameters, and then what reads it.
   *
   * @throws UnfitException when nothing does
   */
  public DataFormat format() {
    Optional<MediaType> type = value("datacontenttype").map(MediaType::of);
    if (type.isPresent() && !type.get().isUtf8()) {
      throw new UnfitException(
          Refusal.mediaType("Data of another character set than UTF-8 is not read"));
    }

    return DataFormat.of(type.map(MediaType::name))
        .orElseThrow(
            () ->
                new UnfitException(
                    Refusal.mediaType(
                        "Data of type %s is not read; send %s"
                            .formatted(type.get().name(), DataFormat.KNOWN))));
  }

  /**
   * The event, or what keeps these attributes from being one.
   *
   * @param pointer to the event in the request's body
   */
  public Offer offer(OfferedData data, String pointer) {
    requireAll();
    if (problem.isPresent()) {
      return unfit(Refusal.envelope(pointer, problem.get()));
    }
    Optional<Instant> time = Optional.empty();
    if (values.containsKey("time")) {
      byte[] text = values.get("time").getBytes(StandardCharsets.UTF_8);
      long micros = Rfc3339.parse(text, 0, text.length);
      if (micros == Rfc3339.UNREADABLE) {
        return unfit(
            Refusal.envelope(pointer, "time is no RFC 3339 time such as 2026-01-31T12:00:00Z"));
      }
      time = Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    return new Offer.Event(
        new Envelope(
            values.get("id"), values.get("source"), values.get("type"), time, Optional.empty()),
        extensions(),
        data);
  }

  public Offer.Unfit unfit(Refusal refusal) {
    return new Offer.Unfit(value("id"), refusal, TestMark.isIn(values));
  }

  private void requireAll() {
    for (String required : REQUIRED) {
      if (values.getOrDefault(required, "").isEmpty()) {
        refuse("%s is missing".formatted(required));
      }
    }
    if (!values.getOrDefault("specversion", VERSION).equals(VERSION)) {
      refuse("specversion is not %s".formatted(VERSION));
    }
    if (!TestMark.isReadable(values.getOrDefault(TestMark.ATTRIBUTE, TestMark.NO))) {
      refuse("%s is neither true nor false".formatted(TestMark.ATTRIBUTE));
    }
    if (values.size() > OURS.size() + MAX_EXTENSIONS) {
      refuse("it has more than %d attributes besides CloudEvents' own".formatted(MAX_EXTENSIONS));
    }
  }

  private Map<String, String> extensions() {
    Map<String, String> extensions = new HashMap<>();
    values.forEach(
        (name, value) -> {
          if (!OURS.contains(name)) {
            extensions.put(name, value);
          }
        });

    return extensions;
  }
}
