package io.freshet.core.contract.reading;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.Schema.Keys;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.contract.TableSettings.Isolation;
import io.freshet.core.contract.TableSettings.Pages;
import io.freshet.core.contract.TableSettings.Partitioning;
import io.freshet.core.contract.TableSettings.Rows;
import io.freshet.core.contract.TableSettings.Timing;
import io.freshet.core.contract.TableSettings.Transform;
import io.freshet.core.contract.reading.SchemaParser.Column;
import io.freshet.core.contract.reading.SchemaParser.Columns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads what a contract asks of its Iceberg table. */
final class TableParser {
  /** The writer commits six times per budget: every 30 s where a contract says nothing. */
  static final Duration DEFAULT_FRESHNESS = Duration.ofMinutes(3);

  static final Duration DEFAULT_LATENESS = Duration.ofMinutes(5);
  static final Duration DEFAULT_MAX_AHEAD = Duration.ofMinutes(10);

  private static final int MAX_PARTITION_FIELDS = 10;

  private static final List<ContractKey> KEYS =
      List.of(
          ContractKey.NAMESPACE,
          ContractKey.SORT,
          ContractKey.LATENESS,
          ContractKey.MAX_AHEAD,
          ContractKey.MAX_BEHIND,
          ContractKey.KEEP_CLIENT_ID,
          ContractKey.PARQUET_PAGES,
          ContractKey.ISOLATION,
          ContractKey.TABLE_ROWS,
          ContractKey.DELETED_BY);
  private static final List<ContractKey> EVENT_KEYS =
      List.of(
          ContractKey.LATENESS,
          ContractKey.MAX_AHEAD,
          ContractKey.MAX_BEHIND,
          ContractKey.KEEP_CLIENT_ID,
          ContractKey.ISOLATION,
          ContractKey.TABLE_ROWS,
          ContractKey.DELETED_BY);

  private static final Predicate<FieldType> SORTABLE =
      type -> type instanceof Scalar || type instanceof FieldType.Decimal;
  // Iceberg has no partitions of these, or as many as there are rows.
  private static final Set<FieldType> NEVER_PARTITIONED =
      Set.of(Scalar.FLOAT, Scalar.DOUBLE, Scalar.BYTES);

  private final Section custom;
  private final ServiceLevels levels;
  private final Columns columns;
  private final Findings findings;

  TableParser(Section custom, ServiceLevels levels, Columns columns, Findings findings) {
    this.custom = custom;
    this.levels = levels;
    this.columns = columns;
    this.findings = findings;
  }

  /** The namespaces, in the order in which data moves through them. */
  private enum Namespace {
    RAW,
    CLEAN,
    MARTS
  }

  /** For contracts that live in Kafka only: every key of a table is one too many. */
  void refuse() {
    List<Located> given = new ArrayList<>();
    KEYS.stream().filter(custom::has).map(custom::place).forEach(given::add);
    given.addAll(levels.placesOfTable());
    for (Column column : columns.readable()) {
      if (column.keys().has(ContractKey.PARTITIONED)) {
        given.add(column.keys().place(ContractKey.PARTITIONED));
      }
    }
    given.forEach(
        place ->
            findings.add(place, "this is about a table, and the contract has none", "no such key"));
  }

  private enum Kept {
    ALL,
    LATEST
  }

  TableSettings parse(Contract.Kind kind, Optional<Keys> keys) {
    boolean derived = kind == Contract.Kind.DERIVED;
    if (derived) {
      EVENT_KEYS.stream()
          .filter(custom::has)
          .forEach(
              key ->
                  findings.add(
                      custom.place(key),
                      "%s is about events, and a derived contract has none".formatted(key.key()),
                      "no such key"));
    }

    Rows rows = rows();

    return new TableSettings(
        namespace(derived),
        rows.areLatest() ? unpartitioned() : partitioning(keys),
        sort(keys),
        timing(derived),
        levels.duration(ContractKey.RETENTION),
        custom.flag(ContractKey.KEEP_CLIENT_ID).orElse(false),
        custom.choice(ContractKey.PARQUET_PAGES, Pages.class, Section::lowerCase).orElse(Pages.V1),
        custom
            .choice(ContractKey.ISOLATION, Isolation.class, Section::lowerCase)
            .orElse(Isolation.POOLED),
        rows);
  }

  private Rows rows() {
    boolean areLatest =
        custom
            .choice(ContractKey.TABLE_ROWS, Kept.class, Section::lowerCase)
            .filter(kept -> kept == Kept.LATEST)
            .isPresent();
    Optional<String> deletedBy = custom.text(ContractKey.DELETED_BY);
    if (deletedBy.isPresent() && !areLatest) {
      findings.add(
          custom.place(ContractKey.DELETED_BY),
          "every event has a row, and none takes one away",
          "tableRows: latest, or no deletedBy");
    } else {
      deletedBy.ifPresent(this::checkDeletedBy);
    }

    return new Rows(areLatest, deletedBy);
  }

  private void checkDeletedBy(String name) {
    boolean isFit =
        columns
            .field(name)
            .map(field -> field.type() == Scalar.BOOLEAN && field.required())
            .orElse(true);
    if (!columns.mayHave(name)) {
      findings.add(
          custom.place(ContractKey.DELETED_BY),
          "there is no column %s".formatted(name),
          KeysParser.nearest(name, columns.names()));
    } else if (!isFit) {
      findings.add(
          custom.place(ContractKey.DELETED_BY),
          "the column %s is something else".formatted(name),
          "a required boolean column");
    }
  }

  /** A row's successor may lie in any partition, and would have to look for it there. */
  private List<Partitioning> unpartitioned() {
    columns.readable().stream()
        .filter(column -> column.keys().has(ContractKey.PARTITIONED))
        .forEach(
            column ->
                findings.add(
                    column.keys().place(ContractKey.PARTITIONED),
                    "a table of the latest rows is not partitioned",
                    "no such key, or tableRows: all"));

    return List.of();
  }

  private String namespace(boolean derived) {
    if (derived && !custom.has(ContractKey.NAMESPACE)) {
      findings.add(
          custom.place(ContractKey.NAMESPACE),
          "a derived contract says no namespace",
          "clean or marts");
    }
    Optional<Namespace> namespace =
        custom.choice(ContractKey.NAMESPACE, Namespace.class, Section::lowerCase);
    if (derived && namespace.isPresent() && namespace.get() == Namespace.RAW) {
      findings.add(
          custom.place(ContractKey.NAMESPACE), "what a job computes is not raw", "clean or marts");
    }

    return Section.lowerCase(namespace.orElse(Namespace.RAW).name());
  }

  private Timing timing(boolean derived) {
    if (derived && !levels.has(ContractKey.FRESHNESS)) {
      findings.add(
          levels.place(ContractKey.FRESHNESS),
          "a derived contract says no freshness",
          "how old the newest complete data may be, such as a nightly table's 26 h");
    }

    return new Timing(
        levels.duration(ContractKey.FRESHNESS).orElse(DEFAULT_FRESHNESS),
        custom.duration(ContractKey.LATENESS).orElse(DEFAULT_LATENESS),
        custom.duration(ContractKey.MAX_AHEAD).orElse(DEFAULT_MAX_AHEAD),
        custom.duration(ContractKey.MAX_BEHIND));
  }

  private List<String> sort(Optional<Keys> keys) {
    Optional<List<String>> stated = custom.names(ContractKey.SORT);
    if (stated.isEmpty()) {
      return keys.map(TableParser::defaultSort).orElse(List.of());
    }
    Set<String> seen = new HashSet<>();
    for (String name : stated.get()) {
      boolean isWhole = columns.field(name).map(field -> SORTABLE.test(field.type())).orElse(true);
      if (!columns.mayHave(name)) {
        findings.add(
            custom.place(ContractKey.SORT),
            "there is no column %s".formatted(name),
            KeysParser.nearest(name, columns.names()));
      } else if (!isWhole) {
        findings.add(
            custom.place(ContractKey.SORT),
            "the column %s has parts".formatted(name),
            "columns that are no array and no object");
      } else if (!seen.add(name)) {
        findings.add(
            custom.place(ContractKey.SORT),
            "%s is given twice".formatted(name),
            "each column once");
      }
    }

    return stated.get();
  }

  private static List<String> defaultSort(Keys keys) {
    return Stream.of(
            Stream.of(keys.partitionKey()), keys.entityKey().stream(), Stream.of(keys.eventTime()))
        .flatMap(Function.identity())
        .distinct()
        .toList();
  }

  private List<Partitioning> partitioning(Optional<Keys> keys) {
    Map<Integer, Partitioning> byPosition = new TreeMap<>();
    List<Column> partitioned =
        columns.readable().stream()
            .filter(column -> column.keys().flag(ContractKey.PARTITIONED).orElse(false))
            .toList();
    for (Column column : columns.readable()) {
      if (partitioned.contains(column)) {
        int position =
            column
                .keys()
                .wholeNumber(ContractKey.PARTITION_KEY_POSITION, 1, MAX_PARTITION_FIELDS)
                .orElse(1);
        Partitioning part = new Partitioning(transform(column), column.field().name());
        Partitioning other = byPosition.putIfAbsent(position, part);
        if (other != null) {
          findings.add(
              column.keys().place(ContractKey.PARTITION_KEY_POSITION),
              "position %d is %s's".formatted(position, other.column()),
              "a partitionKeyPosition of its own, from 1 on");
        }
      } else {
        refusePartitionKeys(column);
      }
    }
    if (byPosition.isEmpty()) {
      return keys.flatMap(known -> columns.field(known.eventTime())).stream()
          .map(field -> new Partitioning(defaultTransform(field), field.name()))
          .toList();
    }

    return List.copyOf(byPosition.values());
  }

  private void refusePartitionKeys(Column column) {
    Stream.of(
            column.keys().place(ContractKey.PARTITION_KEY_POSITION),
            column.custom().place(ContractKey.PARTITION_TRANSFORM))
        .filter(place -> !place.node().isMissingNode())
        .forEach(
            place ->
                findings.add(
                    place, "the column is not partitioned", "partitioned: true, or no such key"));
  }

  private Transform transform(Column column) {
    FieldType type = column.field().type();
    if (NEVER_PARTITIONED.contains(type) || !SORTABLE.test(type)) {
      findings.add(
          column.keys().place(ContractKey.PARTITIONED),
          "a table can't be partitioned by a column of this type",
          "partitioned: true at a string, whole number, decimal, boolean, date or timestamp");
    }
    boolean isTimestamp = type == Scalar.TIMESTAMP;
    Transform transform =
        column
            .custom()
            .choice(ContractKey.PARTITION_TRANSFORM, Transform.class, Section::lowerCase)
            .orElse(defaultTransform(column.field()));
    if (isTimestamp == (transform == Transform.IDENTITY)) {
      findings.add(
          column.custom().place(ContractKey.PARTITION_TRANSFORM),
          "%s does not fit the column's type".formatted(Section.lowerCase(transform.name())),
          isTimestamp ? "day or hour, for a timestamp" : "identity: only a timestamp has hours");
    }

    return transform;
  }

  private static Transform defaultTransform(Field field) {
    return field.type() == Scalar.TIMESTAMP ? Transform.DAY : Transform.IDENTITY;
  }
}
