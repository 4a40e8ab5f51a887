package io.freshet.core.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;

/** OpenLineage's own JSON Schemas: the event's, and that of each facet in it. */
final class OpenLineageStandard {
  private static final String ADDRESS = "https://openlineage.io/spec";

  private final JsonSchemaFactory schemas =
      JsonSchemaFactory.getInstance(
          SpecVersion.VersionFlag.V202012,
          factory ->
              factory.schemaMappers(
                  mappers -> mappers.mapPrefix(ADDRESS, "classpath:openlineage")));

  List<String> violations(JsonNode event) {
    List<String> violations = new ArrayList<>(violations(RunEvents.SPECIFICATION, event));
    collect(event.path("job").path("facets"), violations);
    for (JsonNode input : event.path("inputs")) {
      collect(input.path("facets"), violations);
    }
    for (JsonNode output : event.path("outputs")) {
      collect(output.path("facets"), violations);
    }

    return violations;
  }

  private void collect(JsonNode facets, List<String> violations) {
    facets
        .fields()
        .forEachRemaining(
            facet -> {
              String schema = facet.getValue().path("_schemaURL").asText();
              violations.addAll(
                  violations(
                      schema.substring(0, schema.indexOf('#')),
                      new ObjectMapper().createObjectNode().set(facet.getKey(), facet.getValue())));
            });
  }

  private List<String> violations(String schema, JsonNode node) {
    return schemas.getSchema(SchemaLocation.of(schema)).validate(node).stream()
        .map(ValidationMessage::toString)
        .toList();
  }
}
