package io.freshet.dbt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.TableLayout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** An emulated Snowflake that holds the contracts' tables with a test's rows. */
final class Emulator implements AutoCloseable {
  private static final String PROGRAM =
      DbtFixture.PROJECT.resolve("src/test/python/emulator.py").toString();

  private final String python;
  private final Process server;
  private final String port;

  private Emulator(String python, Process server, String port) {
    this.python = python;
    this.server = server;
    this.port = port;
  }

  /**
   * @param rows by contract; the tables of all others are empty
   */
  static Emulator start(Path folder, Map<String, List<Map<String, Object>>> rows)
      throws IOException {
    Path tables = Files.createDirectories(folder).resolve("tables.json");
    new ObjectMapper().writeValue(tables.toFile(), tables(rows));
    String python =
        DbtFixture.programs("dbt-tests", "requirements-test.txt").resolve("python").toString();
    Process server =
        new ProcessBuilder(python, PROGRAM, "serve", tables.toString())
            .redirectError(folder.resolve("emulator.log").toFile())
            .start();

    return new Emulator(python, server, firstLine(server));
  }

  private static List<Map<String, Object>> tables(Map<String, List<Map<String, Object>>> rows) {
    List<Map<String, Object>> tables = new ArrayList<>();
    for (Contract contract : DbtFixture.CONTRACTS.all()) {
      if (contract.table().isPresent()) {
        Map<String, Object> columns = new LinkedHashMap<>();
        TableLayout.of(contract)
            .schema()
            .columns()
            .forEach(column -> columns.put(column.name(), type(column.type())));
        tables.add(
            Map.of(
                "schema", contract.requireTable().namespace(),
                "name", contract.name(),
                "columns", columns,
                "rows", plain(rows.getOrDefault(contract.name(), List.of()))));
      }
    }

    return tables;
  }

  private static List<Map<String, Object>> plain(List<Map<String, Object>> rows) {
    return rows.stream()
        .map(
            row -> {
              Map<String, Object> plain = new TreeMap<>(row);
              plain.replaceAll(
                  (column, value) ->
                      value == null || value instanceof Number || value instanceof Boolean
                          ? value
                          : value.toString());

              return plain;
            })
        .toList();
  }

  private static String type(Type type) {
    if (type instanceof Types.DecimalType decimal) {
      return "number(%d,%d)".formatted(decimal.precision(), decimal.scale());
    }

    return switch (type.typeId()) {
      case INTEGER, LONG -> "bigint";
      case FLOAT, DOUBLE -> "double";
      case BOOLEAN -> "boolean";
      case DATE -> "date";
      case TIMESTAMP -> "timestamp_tz";
      case BINARY -> "binary";
      case STRUCT, LIST -> "variant";
      default -> "varchar";
    };
  }

  private static String firstLine(Process process) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = reader.readLine();
    if (line == null) {
      throw new IOException("The emulator ended; its log is beside its tables.json");
    }

    return line;
  }

  Map<String, String> environment() {
    return Map.of("EMULATOR_PORT", port);
  }

  /** One line a row, sorted, as {@link MartRows} has them. */
  List<String> rows(String query) throws IOException {
    Process process =
        new ProcessBuilder(python, PROGRAM, "rows", port, query)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    JsonNode rows = new ObjectMapper().readTree(firstLine(process));
    List<String> lines = new ArrayList<>();
    rows.forEach(row -> lines.add(row.asText()));

    return lines.stream().sorted().toList();
  }

  @Override
  public void close() {
    server.destroy();
  }
}
