package io.freshet.core.envelope.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.registry.RegistryHttp.Answer;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * A schema registry behind the Confluent API. Every question is bounded in time, retries and bytes;
 * what then fails is a dependency failure. Caches nothing. Thread-safe.
 */
public final class HttpSchemaRegistry implements SchemaRegistry {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final RegistryHttp http;

  public HttpSchemaRegistry(RegistrySettings settings) {
    this.http = new RegistryHttp(settings);
  }

  @Override
  public Optional<Schema> schema(int id) {
    // Ids are unsigned in the API, whatever the four bytes of a record say.
    if (id < 0) {
      return Optional.empty();
    }

    return http.get("/schemas/ids/" + id).unless(NOT_FOUND).flatMap(HttpSchemaRegistry::avro);
  }

  @Override
  public int register(String subject, Schema schema) {
    Answer answer = http.post(path(subject) + "/versions", body(schema));
    if (answer.status() == CONFLICT) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot register the schema of %s: %s".formatted(subject, answer.message()));
    }

    return id(answer.body());
  }

  @Override
  public String address(int id) {
    return http.address("/schemas/ids/" + id);
  }

  /** The id under which the subject has exactly that schema. */
  public Optional<Integer> find(String subject, Schema schema) {
    return http.post(path(subject), body(schema)).unless(NOT_FOUND).map(HttpSchemaRegistry::id);
  }

  /** The schema of one of the subject's versions. */
  public Optional<Schema> schema(String subject, int version) {
    return http.get(path(subject) + "/versions/" + version)
        .unless(NOT_FOUND)
        .flatMap(HttpSchemaRegistry::avro);
  }

  /** The versions that the subject has, in their order. */
  public List<Integer> versions(String subject) {
    List<Integer> versions = new ArrayList<>();
    http.get(path(subject) + "/versions")
        .unless(NOT_FOUND)
        .ifPresent(answer -> answer.forEach(version -> versions.add(version.intValue())));

    return versions;
  }

  /** Takes the subject away with its versions; their ids stay readable. */
  public void delete(String subject) {
    http.delete(path(subject)).unless(NOT_FOUND);
  }

  /**
   * Why the subject would not take the schema beside one of its versions, in the registry's words;
   * empty when it would.
   */
  public List<String> obstacles(String subject, int version, Schema schema) {
    Optional<JsonNode> verdict =
        http.post(
                "/compatibility%s/versions/%d?verbose=true".formatted(path(subject), version),
                body(schema))
            .unless(NOT_FOUND);
    if (verdict.isEmpty() || verdict.get().path("is_compatible").asBoolean()) {
      return List.of();
    }
    List<String> messages = new ArrayList<>();
    verdict.get().path("messages").forEach(message -> messages.add(message.asText()));

    return messages.isEmpty() ? List.of("the registry calls it incompatible") : messages;
  }

  /** The compatibility that was set for this subject; empty when the registry's default holds. */
  public Optional<String> compatibility(String subject) {
    return http.get("/config" + subjectPart(subject))
        .unless(NOT_FOUND)
        .map(config -> config.path("compatibilityLevel").asText());
  }

  public void setCompatibility(String subject, String level) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("compatibility", level);
    http.put("/config" + subjectPart(subject), body).body();
  }

  private static int id(JsonNode answer) {
    JsonNode id = answer.path("id");
    if (!id.canConvertToInt()) {
      throw new FreshetException(
          Fault.DEPENDENCY, "The schema registry answered without an id: %s".formatted(answer));
    }

    return id.intValue();
  }

  /** Other kinds of schema (JSON Schema, Protobuf) and unreadable ones are no Avro schemas. */
  private static Optional<Schema> avro(JsonNode answer) {
    if (!"AVRO".equals(answer.path("schemaType").asText("AVRO"))) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Schema.Parser().parse(answer.path("schema").asText()));
    } catch (RuntimeException unreadable) {
      // Besides its own exceptions Avro's parser throws NullPointerException for unknown types.
      return Optional.empty();
    }
  }

  private static ObjectNode body(Schema schema) {
    return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
  }

  private static String path(String subject) {
    return "/subjects" + subjectPart(subject);
  }

  private static String subjectPart(String subject) {
    return "/" + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
