package io.freshet.serving.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The fields of one JSON object of Redis. What is missing or of another type is not there. */
final class Document {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode root;

  private Document(JsonNode root) {
    this.root = root;
  }

  /** Empty where the text is no document of the ETA job: those bear the time of their event. */
  static Optional<Document> parse(String text) {
    try {
      JsonNode root = JSON.readTree(text);

      return root.path("event_time_ms").isIntegralNumber()
          ? Optional.of(new Document(root))
          : Optional.empty();
    } catch (JsonProcessingException somethingElse) {
      return Optional.empty();
    }
  }

  Version version() {
    return new Version(
        root.path("order_version").asLong(0), root.path("event_time_ms").longValue());
  }

  String text(String name) {
    return root.path(name).asText("");
  }

  Optional<String> optionalText(String name) {
    return Optional.of(text(name)).filter(text -> !text.isEmpty());
  }

  OptionalLong number(String name) {
    return root.path(name).isIntegralNumber()
        ? OptionalLong.of(root.path(name).longValue())
        : OptionalLong.empty();
  }

  Optional<Instant> time(String name) {
    try {
      return optionalText(name).map(Instant::parse);
    } catch (DateTimeParseException somethingElse) {
      return Optional.empty();
    }
  }

  /** Of the document itself where no name is given. */
  Optional<Place> place(String... name) {
    JsonNode node = name.length == 0 ? root : root.path(name[0]);

    return node.path("latitude").isNumber() && node.path("longitude").isNumber()
        ? Optional.of(
            new Place(node.path("latitude").asDouble(), node.path("longitude").asDouble()))
        : Optional.empty();
  }

  List<String> texts(String list, String name) {
    List<String> texts = new ArrayList<>();
    root.path(list).forEach(each -> texts.add(each.path(name).asText("")));

    return texts;
  }
}
