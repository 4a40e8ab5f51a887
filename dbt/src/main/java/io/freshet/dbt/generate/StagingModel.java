package io.freshet.dbt.generate;

import static io.freshet.dbt.generate.Sources.ordered;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.Schema;
import io.freshet.core.lake.PlatformColumns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The staging model of one contract: its columns as analysts want them, and where in the log a row
 * came from. Rows are not deduplicated: the writer stores each exactly once.
 */
final class StagingModel {
  /** How a coordinate is stored; an analyst reckons with doubles. */
  private static final FieldType COORDINATE = new FieldType.Decimal(9, 6);

  private static final Map<String, String> PLATFORM = platformColumns();

  private final Contract contract;

  StagingModel(Contract contract) {
    this.contract = contract;
  }

  private static Map<String, String> platformColumns() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put(PlatformColumns.RECEIVED_AT, "When the platform received the event; UTC");
    columns.put(PlatformColumns.SOURCE, "Number of the cluster and topic that the row came from");
    columns.put(PlatformColumns.PARTITION, "Its Kafka partition");
    columns.put(PlatformColumns.OFFSET, "Its Kafka offset");

    return columns;
  }

  String name() {
    return "stg_%s__%s".formatted(contract.documentation().domain(), contract.name());
  }

  String sql() {
    List<String> columns = new ArrayList<>();
    contract.schema().fields().forEach(field -> columns.add(column(field)));
    if (contract.stream().isPresent()) {
      PLATFORM.keySet().forEach(column -> columns.add(column + " as " + renamed(column)));
    }

    return """
        -- %s

        with

        source as (

            select * from {{ source('%s', '%s') }}

        )

        select
            %s

        from source
        """
        .formatted(
            StagingFiles.notice(contract),
            contract.documentation().domain(),
            contract.name(),
            String.join(",\n    ", columns));
  }

  Map<String, ?> document() {
    List<Object> columns = new ArrayList<>();
    contract.schema().fields().forEach(field -> columns.add(Sources.column(field)));
    if (contract.stream().isPresent()) {
      PLATFORM.forEach(
          (column, description) ->
              columns.add(ordered("name", renamed(column), "description", description)));
    }
    Map<String, Object> model =
        ordered(
            "name", name(),
            "description", contract.documentation().purpose(),
            "config", ordered("meta", Sources.meta(contract)));
    if (contract.kind() == Contract.Kind.DERIVED) {
      model.put("data_tests", List.of(grain(contract.schema().keys())));
    }
    model.put("columns", columns);

    return ordered("version", 2, "models", List.of(model));
  }

  private static Map<String, Object> grain(Schema.Keys keys) {
    return ordered("unique_grain", ordered("arguments", ordered("columns", keys.grain())));
  }

  private static String column(Field field) {
    return field.type().equals(COORDINATE)
        ? "cast(%1$s as double) as %1$s".formatted(field.name())
        : field.name();
  }

  /** {@code _received_at} is {@code received_at}, {@code _offset} is {@code stream_offset}. */
  private static String renamed(String column) {
    return switch (column) {
      case PlatformColumns.SOURCE, PlatformColumns.OFFSET -> "stream" + column;
      default -> column.substring(1);
    };
  }
}
