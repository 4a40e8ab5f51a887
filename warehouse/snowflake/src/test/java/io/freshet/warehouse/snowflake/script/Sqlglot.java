package io.freshet.warehouse.snowflake.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.warehouse.snowflake.emulation.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** sqlglot's opinion of statements in Snowflake's dialect. */
final class Sqlglot {
  /** The root of a statement that was only split into words. */
  static final String ONLY_WORDS = "Command";

  private Sqlglot() {}

  /** For each statement the class of its tree's root, or {@code error: …}. */
  static List<String> roots(List<String> sql) throws IOException, InterruptedException {
    ObjectMapper mapper = new ObjectMapper();
    Path file = Files.createTempFile("statements-", ".json");
    try {
      mapper.writeValue(file.toFile(), sql);
      Process process =
          new ProcessBuilder(
                  Python.environment().python(), Python.source("parse.py"), file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      JsonNode verdicts = mapper.readTree(process.getInputStream().readAllBytes());
      if (process.waitFor() != 0) {
        throw new IOException("parse.py failed");
      }
      List<String> roots = new ArrayList<>();
      verdicts.forEach(
          verdict ->
              roots.add(
                  verdict.has("root")
                      ? verdict.path("root").asText()
                      : "error: " + verdict.path("error").asText()));

      return roots;
    } finally {
      Files.delete(file);
    }
  }
}
