package io.freshet.core.contract.reading;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.Schema.Keys;
import io.freshet.core.contract.reading.SchemaParser.Column;
import io.freshet.core.contract.reading.SchemaParser.Columns;
import io.freshet.core.toolkit.NearestName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads which columns are the partition key, the entity key and the event time. */
final class KeysParser {
  // Types whose values have one spelling, so that the key in Kafka has one too.
  static final Set<FieldType> KEY_TYPES = Set.of(Scalar.STRING, Scalar.INTEGER, Scalar.LONG);

  private static final int MAX_PRIMARY_KEY_COLUMNS = 10;

  private final Section custom;
  private final Columns columns;
  private final Findings findings;

  KeysParser(Section custom, Columns columns, Findings findings) {
    this.custom = custom;
    this.columns = columns;
    this.findings = findings;
  }

  Optional<Keys> parse(Contract.Kind kind) {
    String remedy = "the name of a required string, int or long column";
    Optional<String> partitionKey = custom.requiredText(ContractKey.PARTITION_KEY, remedy);
    Optional<String> entityKey = custom.text(ContractKey.ENTITY_KEY);
    // What is computed is computed, published and proved day by day.
    Scalar timeType = kind == Contract.Kind.DERIVED ? Scalar.DATE : Scalar.TIMESTAMP;
    String timeRemedy =
        timeType == Scalar.DATE ? "a required date column" : "a required timestamp column";
    Optional<String> eventTime =
        custom.requiredText(ContractKey.EVENT_TIME, "the name of " + timeRemedy);

    partitionKey.ifPresent(name -> check(ContractKey.PARTITION_KEY, name, KEY_TYPES, remedy));
    entityKey.ifPresent(name -> check(ContractKey.ENTITY_KEY, name, KEY_TYPES, remedy));
    eventTime.ifPresent(name -> check(ContractKey.EVENT_TIME, name, Set.of(timeType), timeRemedy));
    if (entityKey.isPresent() && entityKey.equals(partitionKey)) {
      findings.add(
          custom.place(ContractKey.ENTITY_KEY),
          "%s is the partition key already".formatted(entityKey.get()),
          "another column, or no entityKey");
    }
    if (partitionKey.isEmpty() || eventTime.isEmpty()) {
      return Optional.empty();
    }

    Keys keys = new Keys(partitionKey.get(), entityKey, eventTime.get());
    List<String> grain = kind == Contract.Kind.DERIVED ? grain(keys.eventTime()) : List.of();

    return Optional.of(
        grain.isEmpty()
            ? keys
            : new Keys(keys.partitionKey(), keys.entityKey(), keys.eventTime(), grain));
  }

  /** What the contract itself calls its primary key; empty where it calls nothing so. */
  private List<String> grain(String eventTime) {
    List<Column> primary =
        columns.readable().stream()
            .filter(column -> column.keys().flag(ContractKey.PRIMARY_KEY).orElse(false))
            .sorted(Comparator.comparingInt(KeysParser::position))
            .toList();
    for (Column column : primary) {
      if (!column.field().required()) {
        findings.add(
            column.keys().place(ContractKey.PRIMARY_KEY),
            "the column %s may be null".formatted(column.field().name()),
            "a required column");
      }
    }
    List<String> grain = primary.stream().map(column -> column.field().name()).toList();
    if (!grain.isEmpty() && columns.mayHave(eventTime) && !grain.contains(eventTime)) {
      findings.add(
          custom.place(ContractKey.EVENT_TIME),
          "the column %s is not in the primary key".formatted(eventTime),
          "primaryKey: true there, as there are rows for each day");
    }

    return grain;
  }

  private static int position(Column column) {
    return column
        .keys()
        .wholeNumber(ContractKey.PRIMARY_KEY_POSITION, 1, MAX_PRIMARY_KEY_COLUMNS)
        .orElse(1);
  }

  private void check(ContractKey key, String name, Set<FieldType> types, String remedy) {
    Optional<Field> field = columns.field(name);
    if (!columns.mayHave(name)) {
      findings.add(
          custom.place(key),
          "there is no column %s".formatted(name),
          nearest(name, columns.names()));
    } else if (field.isPresent() && !types.contains(field.get().type())) {
      findings.add(custom.place(key), "the column %s has another type".formatted(name), remedy);
    } else if (field.isPresent() && !field.get().required()) {
      findings.add(custom.place(key), "the column %s may be null".formatted(name), remedy);
    } else if (field.flatMap(column -> column.history().defaultValue()).isPresent()) {
      findings.add(
          custom.place(key),
          "the column %s has a default".formatted(name),
          "a column that every event names");
    }
  }

  static String nearest(String name, List<String> known) {
    return NearestName.of(name, known).orElse("one of " + String.join(", ", known));
  }
}
