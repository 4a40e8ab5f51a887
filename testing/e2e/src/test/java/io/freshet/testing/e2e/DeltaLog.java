package io.freshet.testing.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The log by which a folder with a Parquet file is a Delta table of one version. */
final class DeltaLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DeltaLog() {}

  /**
   * Writes it beside the file.
   *
   * @param columns each with its name and Delta's type, such as {@code ts long}; none is null
   */
  static void write(Path file, String... columns) throws IOException {
    Path log = Files.createDirectories(file.resolveSibling("_delta_log"));
    Files.write(
        log.resolve("%020d.json".formatted(0)),
        List.of(
            commit(file).toString(),
            protocol().toString(),
            metadata(columns).toString(),
            added(file).toString()));
  }

  private static ObjectNode commit(Path file) throws IOException {
    ObjectNode action = JSON.createObjectNode();
    action
        .putObject("commitInfo")
        .put("timestamp", Files.getLastModifiedTime(file).toMillis())
        .put("operation", "WRITE");

    return action;
  }

  private static ObjectNode protocol() {
    ObjectNode action = JSON.createObjectNode();
    action.putObject("protocol").put("minReaderVersion", 1).put("minWriterVersion", 2);

    return action;
  }

  private static ObjectNode metadata(String... columns) {
    ObjectNode schema = JSON.createObjectNode().put("type", "struct");
    ArrayNode fields = schema.putArray("fields");
    for (String column : columns) {
      String[] words = column.split(" ");
      fields
          .addObject()
          .put("name", words[0])
          .put("type", words[1])
          .put("nullable", false)
          .putObject("metadata");
    }
    ObjectNode action = JSON.createObjectNode();
    ObjectNode body = action.putObject("metaData").put("id", "one-version");
    body.putObject("format").put("provider", "parquet").putObject("options");
    body.put("schemaString", schema.toString());
    body.putArray("partitionColumns");
    body.putObject("configuration");

    return action;
  }

  private static ObjectNode added(Path file) throws IOException {
    ObjectNode action = JSON.createObjectNode();
    action
        .putObject("add")
        .put("path", file.getFileName().toString())
        .put("size", Files.size(file))
        .put("modificationTime", Files.getLastModifiedTime(file).toMillis())
        .put("dataChange", true)
        .putObject("partitionValues");

    return action;
  }
}
