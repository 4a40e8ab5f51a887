package io.freshet.dbt.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Field;
import io.freshet.core.toolkit.NearestName;
import io.freshet.dbt.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says where a column went that a model reads: which contract has dropped it, or never had it. */
final class MissingColumn {
  private static final Pattern TRINO = Pattern.compile("Column '([^']+)' cannot be resolved");
  private static final Pattern SNOWFLAKE = Pattern.compile("invalid identifier '\"?([^'\"]+)\"?'");

  private final RunArtifacts artifacts;
  private final Contracts contracts;
  private final Function<Contract, Optional<TableColumns>> tables;

  MissingColumn(
      RunArtifacts artifacts,
      Contracts contracts,
      Function<Contract, Optional<TableColumns>> tables) {
    this.artifacts = artifacts;
    this.contracts = contracts;
    this.tables = tables;
  }

  /** Empty when the result is not about a missing column. */
  Optional<String> explain(JsonNode result) {
    return column(result.path("message").asText())
        .map(column -> explain(result.path("unique_id").asText(), column));
  }

  private static Optional<String> column(String message) {
    for (Pattern pattern : List.of(TRINO, SNOWFLAKE)) {
      Matcher matcher = pattern.matcher(message);
      if (matcher.find()) {
        String name = matcher.group(1).toLowerCase(Locale.ROOT);

        return Optional.of(name.substring(name.lastIndexOf('.') + 1));
      }
    }

    return Optional.empty();
  }

  private String explain(String node, String column) {
    String reader = "%s reads the column %s".formatted(node.split("\\.")[2], column);
    Manifest manifest = artifacts.manifest();
    String file = "dbt/" + manifest.node(node).path("original_file_path").asText();
    Set<String> known = new TreeSet<>();
    List<String> behind = new ArrayList<>();
    for (String name : manifest.contractsBehind(node)) {
      Contract contract = contracts.require(name);
      behind.add("%s %s".formatted(contract.name(), contract.version()));
      contract.schema().fields().stream().map(Field::name).forEach(known::add);
      Optional<TableColumns> table = tables.apply(contract);
      if (contract.schema().field(column).isPresent()) {
        if (table.isPresent() && !table.get().now().contains(column)) {
          return "%s, which contract %s %s has and its table, still of version %s, has not; run"
                  .formatted(reader, name, contract.version(), table.get().contractVersion())
              + " ./freshet contract apply";
        }
      } else if (table.isPresent() && table.get().ever().contains(column)) {
        return dropped(reader, file, column, contract, table.get());
      }
    }

    return "%s, which it does not get from what it reads, and no contract behind it has (%s)%s"
            .formatted(
                reader,
                String.join(", ", behind),
                NearestName.of(column, known).map("; did you mean %s?"::formatted).orElse(""))
        + "; the model is "
        + file;
  }

  private static String dropped(
      String reader, String file, String column, Contract contract, TableColumns table) {
    String before =
        table.now().contains(column)
            ? "the table still has it, from version " + table.contractVersion()
            : "the table had it once";

    return "%s of %s, which contract version %s dropped (%s); take it out of %s, or bring it back in"
            .formatted(reader, contract.name(), contract.version(), before, file)
        + " contracts/%s.yaml".formatted(contract.name());
  }
}
