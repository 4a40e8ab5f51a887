package io.freshet.warehouse.snowflake.script;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes a script as SQL files, one for each run of statements of a kind, numbered in the order in
 * which they must run. Secrets stay placeholders, in the notation of Snowflake's own command line.
 */
public final class ScriptFiles {
  private static final String OURS = "\\d{3}-[a-z-]+\\.sql";

  private ScriptFiles() {}

  /** Replaces what an earlier call wrote there; returns the files in their order. */
  public static List<Path> write(List<Statement> statements, Path folder) {
    try {
      Files.createDirectories(folder);
      deleteOld(folder);
      List<Path> files = new ArrayList<>();
      for (Map.Entry<String, List<Statement>> run : runs(statements).entrySet()) {
        Path file = folder.resolve(run.getKey());
        Files.writeString(file, text(run.getValue()));
        files.add(file);
      }

      return files;
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot write SQL files to %s: %s; name a folder that can be written to"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private static void deleteOld(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().matches(OURS)) {
          Files.delete(file);
        }
      }
    }
  }

  private static Map<String, List<Statement>> runs(List<Statement> statements) {
    Map<String, List<Statement>> runs = new LinkedHashMap<>();
    Kind last = null;
    List<Statement> current = new ArrayList<>();
    for (Statement statement : statements) {
      if (statement.kind() != last) {
        last = statement.kind();
        current = new ArrayList<>();
        runs.put("%03d-%s.sql".formatted(runs.size() + 1, last.label().replace(' ', '-')), current);
      }
      current.add(statement);
    }

    return runs;
  }

  /** A script as one text. */
  public static String text(List<Statement> statements) {
    StringBuilder text = new StringBuilder();
    for (Statement statement : statements) {
      text.append("-- ").append(statement.resource());
      if (!statement.needs().isEmpty()) {
        text.append("; needs ").append(String.join(", ", statement.needs()));
      }
      text.append('\n').append(statement.sql()).append(";\n\n");
    }

    return text.toString();
  }
}
