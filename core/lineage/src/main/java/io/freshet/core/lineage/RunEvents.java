package io.freshet.core.lineage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** One run of a streaming job of Flink's as OpenLineage's run events, each of them whole. */
final class RunEvents {
  static final String SPECIFICATION = "https://openlineage.io/spec/2-0-2/OpenLineage.json";

  private static final String FACETS = "https://openlineage.io/spec/facets/";
  private static final String PRODUCER = "urn:freshet:core-lineage";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Job job;
  private final UUID run = UUID.randomUUID();

  RunEvents(Job job) {
    this.job = job;
  }

  /** What has happened to the run, in OpenLineage's words. */
  enum Type {
    START,
    RUNNING,
    COMPLETE,
    FAIL
  }

  ObjectNode event(Type type, Instant time) {
    ObjectNode event = JSON.createObjectNode();
    event.put("eventTime", time.toString());
    event.put("producer", PRODUCER);
    event.put("schemaURL", SPECIFICATION + "#/$defs/RunEvent");
    event.put("eventType", type.name());
    event.putObject("run").put("runId", run.toString());
    event.set("job", job());
    ArrayNode inputs = event.putArray("inputs");
    job.inputs().forEach(input -> inputs.add(dataset(input)));
    ArrayNode outputs = event.putArray("outputs");
    job.outputs().forEach(output -> outputs.add(dataset(output)));

    return event;
  }

  private ObjectNode job() {
    ObjectNode node = JSON.createObjectNode();
    node.put("namespace", Job.NAMESPACE).put("name", job.name());
    ObjectNode facets = node.putObject("facets");
    facet(facets, "jobType", "2-0-4/JobTypeJobFacet")
        .put("processingType", "STREAMING")
        .put("integration", "FLINK")
        .put("jobType", "JOB");
    facet(facets, "documentation", "1-1-0/DocumentationJobFacet").put("description", job.purpose());

    return node;
  }

  private static ObjectNode dataset(Dataset dataset) {
    ObjectNode node = JSON.createObjectNode();
    put(node, dataset.name());
    ObjectNode facets = node.putObject("facets");
    dataset
        .tableName()
        .ifPresent(
            name ->
                put(
                    facet(facets, "symlinks", "1-0-1/SymlinksDatasetFacet")
                        .putArray("identifiers")
                        .addObject()
                        .put("type", "TABLE"),
                    name));
    facet(facets, "documentation", "1-1-0/DocumentationDatasetFacet")
        .put("description", dataset.description().purpose());
    dataset
        .description()
        .owner()
        .ifPresent(
            owner ->
                facet(facets, "ownership", "1-0-1/OwnershipDatasetFacet")
                    .putArray("owners")
                    .addObject()
                    .put("name", owner)
                    .put("type", "OWNER"));
    putColumns(facet(facets, "schema", "1-2-0/SchemaDatasetFacet"), dataset.columns());
    if (!dataset.sources().isEmpty()) {
      putSources(
          facet(facets, "columnLineage", "1-2-0/ColumnLineageDatasetFacet"), dataset.sources());
    }

    return node;
  }

  private static void putColumns(ObjectNode node, List<Column> columns) {
    ArrayNode fields = node.putArray("fields");
    for (Column column : columns) {
      ObjectNode field = fields.addObject();
      field.put("name", column.name()).put("type", column.type());
      if (!column.description().isEmpty()) {
        field.put("description", column.description());
      }
      if (!column.parts().isEmpty()) {
        putColumns(field, column.parts());
      }
    }
  }

  private static void putSources(ObjectNode node, ColumnSources sources) {
    ObjectNode fields = node.putObject("fields");
    sources
        .byColumn()
        .forEach(
            (column, from) -> {
              ArrayNode inputs = fields.putObject(column).putArray("inputFields");
              from.forEach(source -> put(inputs.addObject(), source));
            });
    // Where it is empty, too: it then says that no column decides what rows there are.
    ArrayNode ofRows = node.putArray("dataset");
    sources.ofRows().forEach(source -> put(ofRows.addObject(), source));
  }

  private static void put(ObjectNode node, ColumnSources.Source source) {
    put(node, source.dataset());
    node.put("field", source.column());
    node.putArray("transformations")
        .addObject()
        .put("type", source.how() == ColumnSources.How.FILTER ? "INDIRECT" : "DIRECT")
        .put("subtype", source.how().name())
        .put("masking", false);
  }

  private static void put(ObjectNode node, Dataset.Name name) {
    node.put("namespace", name.namespace()).put("name", name.name());
  }

  private static ObjectNode facet(ObjectNode facets, String name, String schema) {
    String type = schema.substring(schema.indexOf('/') + 1);

    return facets
        .putObject(name)
        .put("_producer", PRODUCER)
        .put("_schemaURL", "%s%s.json#/$defs/%s".formatted(FACETS, schema, type));
  }
}
