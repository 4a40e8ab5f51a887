package io.freshet.core.contract.reading;

import io.freshet.core.contract.AccessPolicy;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Decimal;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.FieldType.Sequence;
import io.freshet.core.contract.FieldType.Struct;
import io.freshet.core.contract.RoleAccess;
import io.freshet.core.contract.RowFilter;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.contract.TableSettings.Partitioning;
import io.freshet.core.toolkit.Durations;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** Writes a contract as ODCS, every key spelled out. */
final class ContractYaml {
  private ContractYaml() {}

  static String write(Contract contract) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("apiVersion", "v3.1.0");
    root.put("kind", "DataContract");
    root.put("id", contract.name());
    root.put("name", contract.name());
    root.put("version", contract.version());
    root.put("status", "active");
    root.put("domain", contract.documentation().domain());
    root.put("description", Map.of("purpose", contract.documentation().purpose()));
    root.put("team", Map.of("name", contract.documentation().owner()));
    List<Partitioning> partitioning =
        contract.table().map(TableSettings::partitioning).orElse(List.of());
    root.put(
        "schema",
        List.of(
            Map.of(
                "name",
                contract.name(),
                "properties",
                columns(contract.schema().fields(), partitioning))));
    if (contract.table().isPresent()) {
      root.put("roles", roles(contract.access()));
    }
    root.put("slaProperties", contract.table().map(ContractYaml::levels).orElse(List.of()));
    root.put("customProperties", settings(contract));

    return new Yaml().dump(root);
  }

  private static List<Object> columns(List<Field> fields, List<Partitioning> partitioning) {
    List<Object> columns = new ArrayList<>();
    for (Field field : fields) {
      Map<String, Object> column = new LinkedHashMap<>();
      Map<String, Object> custom = new LinkedHashMap<>();
      column.put("name", field.name());
      column.put("required", field.required());
      column.put("classification", lowerCase(field.classification()));
      column.put("description", field.description());
      custom.put("fieldId", field.id());
      custom.put("jsonName", field.json().name());
      custom.put("anyJson", field.json().isAny());
      custom.put("formerNames", new ArrayList<>(field.history().formerNames()));
      field
          .history()
          .defaultValue()
          .ifPresent(value -> custom.put("default", spelled(field, value)));
      putType(column, custom, field.type());
      if (!field.allowedValues().isEmpty()) {
        column.put(
            "quality",
            List.of(
                Map.of(
                    "metric",
                    "invalidValues",
                    "mustBe",
                    0,
                    "arguments",
                    Map.of("validValues", field.allowedValues()))));
      }
      for (Partitioning part : partitioning) {
        if (part.column().equals(field.name())) {
          column.put("partitioned", true);
          column.put("partitionKeyPosition", partitioning.indexOf(part) + 1);
          custom.put("partitionTransform", lowerCase(part.transform()));
        }
      }
      column.put("customProperties", entries(custom));
      columns.add(column);
    }

    return columns;
  }

  private static Object spelled(Field field, Object value) {
    if (field.type() == Scalar.DATE) {
      return LocalDate.ofEpochDay((Long) value).toString();
    }

    return field.type() == Scalar.TIMESTAMP
        ? Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS).toString()
        : value;
  }

  private static void putType(
      Map<String, Object> column, Map<String, Object> custom, FieldType type) {
    if (type instanceof Scalar scalar) {
      switch (scalar) {
        case STRING, BYTES -> putType(column, "string", scalar);
        case LONG -> putType(column, "integer", scalar);
        case INTEGER -> {
          column.put("logicalType", "integer");
          column.put("physicalType", "int");
        }
        case FLOAT, DOUBLE -> putType(column, "number", scalar);
        case BOOLEAN, DATE, TIMESTAMP -> putType(column, lowerCase(scalar), scalar);
      }
    } else if (type instanceof Decimal decimal) {
      column.put("logicalType", "number");
      column.put("physicalType", "decimal(%d,%d)".formatted(decimal.precision(), decimal.scale()));
    } else if (type instanceof Sequence sequence) {
      column.put("logicalType", "array");
      custom.put("elementId", sequence.elementId());
      Map<String, Object> items = new LinkedHashMap<>();
      Map<String, Object> itemsCustom = new LinkedHashMap<>();
      putType(items, itemsCustom, sequence.element());
      items.put("customProperties", entries(itemsCustom));
      column.put("items", items);
    } else if (type instanceof Struct struct) {
      column.put("logicalType", "object");
      column.put("properties", columns(struct.fields(), List.of()));
    }
  }

  private static void putType(Map<String, Object> column, String logicalType, Scalar scalar) {
    column.put("logicalType", logicalType);
    column.put("physicalType", lowerCase(scalar));
  }

  private static List<Object> roles(AccessPolicy access) {
    List<Object> roles = new ArrayList<>();
    for (RoleAccess role : access.roles()) {
      Map<String, Object> custom = new LinkedHashMap<>();
      custom.put("sees", role.sees().stream().map(ContractYaml::lowerCase).toList());
      role.onlyWhere()
          .ifPresent(
              filter ->
                  custom.put(
                      "onlyWhere", Map.of("column", filter.column(), "values", values(filter))));
      roles.add(
          Map.of(
              "role", role.name(),
              "description", role.description(),
              "access", "read",
              "customProperties", entries(custom)));
    }

    return roles;
  }

  private static List<?> values(RowFilter filter) {
    return filter.type() == Scalar.STRING
        ? new ArrayList<>(filter.values()) // a copy, as YAML would make an alias of the same list
        : filter.values().stream().map(Long::valueOf).toList();
  }

  private static List<Object> levels(TableSettings table) {
    List<Object> levels = new ArrayList<>();
    levels.add(level("freshness", table.timing().freshness().toSeconds()));
    table.retention().ifPresent(retention -> levels.add(level("retention", retention.toSeconds())));

    return levels;
  }

  private static Map<String, Object> level(String property, long seconds) {
    return Map.of("property", property, "value", seconds, "unit", "s");
  }

  private static List<Object> settings(Contract contract) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("kind", lowerCase(contract.kind()));
    settings.put("partitionKey", contract.schema().keys().partitionKey());
    contract.schema().keys().entityKey().ifPresent(key -> settings.put("entityKey", key));
    settings.put("eventTime", contract.schema().keys().eventTime());
    contract.stream().ifPresent(stream -> putStream(settings, stream, contract.access().readers()));
    contract
        .table()
        .ifPresentOrElse(
            table -> putTable(settings, contract.kind(), table),
            () -> settings.put("table", "none"));

    return entries(settings);
  }

  private static void putStream(
      Map<String, Object> settings, StreamSettings stream, Map<String, String> readers) {
    settings.put("partitions", stream.partitions());
    settings.put("spread", stream.spread());
    settings.put("streamRetention", stream.retention().map(Durations::print).orElse("forever"));
    settings.put("replicas", stream.durability().replicas());
    settings.put("minInSync", stream.durability().minInSync());
    settings.put("maxMessageBytes", stream.maxMessageBytes());
    settings.put("compatibility", stream.compatibility().name());
    // A copy, as YAML would make an alias of the same list.
    settings.put("producers", new ArrayList<>(stream.intake().producers()));
    if (!readers.isEmpty()) {
      settings.put("readers", new LinkedHashMap<>(readers));
    }
    settings.put("origins", new ArrayList<>(stream.intake().origins()));
    settings.put("acknowledgement", lowerCase(stream.intake().acknowledgement()));
    settings.put("deadLettersPerHour", stream.deadLettersPerHour());
    settings.put("takesRawJson", stream.intake().takesRawJson());
    settings.put("standby", stream.intake().hasStandby());
    stream.intake().capturedFrom().ifPresent(table -> settings.put("capturedFrom", table));
  }

  private static void putTable(
      Map<String, Object> settings, Contract.Kind kind, TableSettings table) {
    settings.put("namespace", table.namespace());
    settings.put("sort", table.sort());
    if (kind != Contract.Kind.DERIVED) {
      settings.put("lateness", Durations.print(table.timing().lateness()));
      settings.put("maxAhead", Durations.print(table.timing().maxAhead()));
      table
          .timing()
          .maxBehind()
          .ifPresent(behind -> settings.put("maxBehind", Durations.print(behind)));
      settings.put("keepClientId", table.keepClientId());
      settings.put("isolation", table.isolation().name().toLowerCase(Locale.ROOT));
      settings.put("tableRows", table.rows().areLatest() ? "latest" : "all");
      table.rows().deletedBy().ifPresent(column -> settings.put("deletedBy", column));
    }
    settings.put("parquetPages", table.pages().name().toLowerCase(Locale.ROOT));
  }

  private static List<Object> entries(Map<String, Object> values) {
    List<Object> entries = new ArrayList<>();
    values.forEach((key, value) -> entries.add(Map.of("property", key, "value", value)));

    return entries;
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
