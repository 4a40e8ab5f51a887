package io.freshet.testing.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds JSON against a document's schemas. One thread's. */
final class SchemaCheck {
  private final JsonSchemaFactory factory =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private final Map<JsonNode, JsonSchema> known = new IdentityHashMap<>();

  /** What is wrong with it, if anything is. */
  Optional<String> wrong(JsonNode schema, JsonNode value) {
    String messages =
        known
            .computeIfAbsent(schema, each -> factory.getSchema(ofToday(each)))
            .validate(value)
            .stream()
            .map(ValidationMessage::getMessage)
            .sorted()
            .collect(Collectors.joining("; "));

    return messages.isEmpty() ? Optional.empty() : Optional.of(messages);
  }

  /** OpenAPI 3.0 says {@code nullable} where JSON Schema has one more type. */
  private static JsonNode ofToday(JsonNode node) {
    if (node.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      node.forEach(each -> copy.add(ofToday(each)));

      return copy;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    node.properties().forEach(field -> copy.set(field.getKey(), ofToday(field.getValue())));
    if (node.path("nullable").asBoolean() && node.path("type").isTextual()) {
      copy.putArray("type").add(node.get("type")).add("null");
    }

    return copy;
  }
}
