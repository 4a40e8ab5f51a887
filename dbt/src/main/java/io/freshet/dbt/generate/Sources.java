package io.freshet.dbt.generate;

import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.lake.PlatformColumns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What dbt must know about the tables of one domain: where, whose, since when stale. */
final class Sources {
  /** A day's table is as old as the beginning of its newest day, which lasts and then waits. */
  private static final Duration DAY_AND_THE_NEXT = Duration.ofDays(2);

  private Sources() {}

  static Map<String, ?> document(String domain, List<Contract> contracts) {
    Map<String, List<Object>> tables = new LinkedHashMap<>();
    for (Contract contract : contracts) {
      tables
          .computeIfAbsent(contract.requireTable().namespace(), any -> new ArrayList<>())
          .add(table(contract));
    }
    List<Object> sources = new ArrayList<>();
    tables.forEach((namespace, held) -> sources.add(source(domain, namespace, held)));

    return ordered("version", 2, "sources", sources);
  }

  /** At a cut, whose schema has a view of each table, all are read there. */
  private static Map<String, Object> source(String domain, String namespace, List<Object> tables) {
    return ordered(
        "name",
        domain,
        "database",
        "{{ target.database }}",
        "schema",
        "{{ var(\"cut\", \"%s\") }}".formatted(namespace),
        "tables",
        tables);
  }

  private static Map<String, Object> table(Contract contract) {
    return ordered(
        "name",
        contract.name(),
        "description",
        contract.documentation().purpose(),
        "config",
        ordered(
            "loaded_at_field", loadedAt(contract),
            "freshness", ordered("error_after", budget(contract)),
            "meta", meta(contract)),
        "columns",
        contract.schema().fields().stream().map(Sources::column).toList());
  }

  static Map<String, Object> meta(Contract contract) {
    return ordered(
        "contract", contract.name(),
        "contract_version", contract.version(),
        "owner", contract.documentation().owner(),
        "freshness_seconds", contract.requireTable().timing().freshness().toSeconds());
  }

  static Map<String, Object> column(Field field) {
    Map<String, Object> column = ordered("name", field.name(), "description", field.description());
    if (field.classification() != Classification.INTERNAL) {
      String classification = field.classification().name().toLowerCase(Locale.ROOT);
      column.put("config", ordered("meta", ordered("classification", classification)));
    }

    return column;
  }

  private static String loadedAt(Contract contract) {
    if (contract.stream().isPresent()) {
      return PlatformColumns.RECEIVED_AT;
    }
    String eventTime = contract.schema().keys().eventTime();

    return isOfDays(contract) ? "cast(%s as timestamp)".formatted(eventTime) : eventTime;
  }

  private static Map<String, Object> budget(Contract contract) {
    Duration budget = contract.requireTable().timing().freshness();
    if (isOfDays(contract)) {
      budget = budget.plus(DAY_AND_THE_NEXT);
    }
    // dbt counts in minutes at least, and its numbers are whole.
    return ordered("count", budget.plusSeconds(59).toMinutes(), "period", "minute");
  }

  private static boolean isOfDays(Contract contract) {
    FieldType type = contract.schema().requireField(contract.schema().keys().eventTime()).type();

    return type == FieldType.Scalar.DATE;
  }

  static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }

    return map;
  }
}
