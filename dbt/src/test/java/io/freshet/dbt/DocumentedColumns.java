package io.freshet.dbt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the models' documentation says of their columns, as dbt's manifest has it. */
final class DocumentedColumns {
  private DocumentedColumns() {}

  /** Table, column and type, sorted. */
  static List<String> of(Path manifest, String schema) throws IOException {
    List<String> columns = new ArrayList<>();
    for (JsonNode node : new ObjectMapper().readTree(manifest.toFile()).path("nodes")) {
      if (node.path("resource_type").asText().equals("model")
          && node.path("schema").asText().equals(schema)) {
        for (JsonNode column : node.path("columns")) {
          columns.add(
              MartRows.line(
                  node.path("name").asText(),
                  column.path("name").asText(),
                  column.path("data_type").asText()));
        }
      }
    }

    return columns.stream().sorted().toList();
  }
}
