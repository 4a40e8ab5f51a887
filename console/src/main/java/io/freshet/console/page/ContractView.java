package io.freshet.console.page;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.RoleAccess;
import io.freshet.core.contract.Schema;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.contract.TypeText;
import io.freshet.core.lake.TableLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A contract as people read it.
 *
 * @param table its name, where it has one
 * @param promises what it holds itself to
 */
public record ContractView(
    Contract contract,
    Optional<String> table,
    List<Fact> promises,
    List<Column> columns,
    List<Role> roles) {
  /** One thing that is so. */
  public record Fact(String name, String value) {}

  /**
   * One column; parts of objects follow theirs.
   *
   * @param depth 0 of a whole column
   * @param marks keys and rules
   * @param allowed the only values, where there are such
   */
  public record Column(
      Field field, String type, int depth, List<String> marks, List<String> allowed) {}

  /**
   * Who may read it.
   *
   * @param masked columns that are null for the role
   * @param onlyWhere which rows it sees; all where empty
   */
  public record Role(RoleAccess access, List<String> masked, Optional<String> onlyWhere) {}

  static ContractView of(Contract contract) {
    List<Column> columns = new ArrayList<>();
    contract.schema().fields().forEach(field -> addColumn(field, 0, contract.schema(), columns));

    return new ContractView(
        contract,
        contract.table().map(settings -> TableLayout.name(contract).toString()),
        promises(contract),
        columns,
        contract.access().roles().stream().map(role -> role(role, contract)).toList());
  }

  private static void addColumn(Field field, int depth, Schema schema, List<Column> columns) {
    columns.add(
        new Column(
            field,
            TypeText.of(field.type()),
            depth,
            depth == 0 ? marks(field, schema.keys()) : List.of(),
            field.allowedValues()));
    FieldType type =
        field.type() instanceof FieldType.Sequence sequence ? sequence.element() : field.type();
    if (type instanceof FieldType.Struct struct) {
      struct.fields().forEach(part -> addColumn(part, depth + 1, schema, columns));
    }
  }

  private static List<String> marks(Field field, Schema.Keys keys) {
    List<String> marks = new ArrayList<>();
    if (field.name().equals(keys.partitionKey())) {
      marks.add("partition key");
    }
    if (keys.entityKey().filter(field.name()::equals).isPresent()) {
      marks.add("entity key");
    }
    if (field.name().equals(keys.eventTime())) {
      marks.add("event time");
    }

    return marks;
  }

  private static Role role(RoleAccess role, Contract contract) {
    return new Role(
        role,
        contract.schema().fields().stream().filter(role::masks).map(Field::name).toList(),
        role.onlyWhere()
            .map(
                filter ->
                    "%s is %s".formatted(filter.column(), String.join(" or ", filter.values()))));
  }

  private static List<Fact> promises(Contract contract) {
    List<Fact> facts = new ArrayList<>();
    contract.table().ifPresent(table -> addTable(table, facts));
    contract.stream().ifPresent(stream -> addStream(stream, facts));

    return facts;
  }

  private static void addTable(TableSettings table, List<Fact> facts) {
    facts.add(new Fact("Staleness budget", Texts.budget(table.timing().freshness())));
    facts.add(new Fact("Lateness borne", Texts.budget(table.timing().lateness())));
    facts.add(new Fact("Rows are kept", table.retention().map(Texts::budget).orElse("for ever")));
    facts.add(
        new Fact("Rows", table.rows().areLatest() ? "the newest of each key" : "of all events"));
    facts.add(
        new Fact(
            "Written by",
            table.isolation() == TableSettings.Isolation.DEDICATED
                ? "a job of its own"
                : "a shared job"));
  }

  private static void addStream(StreamSettings stream, List<Fact> facts) {
    facts.add(new Fact("Kafka partitions", Integer.toString(stream.partitions())));
    facts.add(
        new Fact("Events are kept", stream.retention().map(Texts::budget).orElse("for ever")));
    facts.add(
        new Fact(
            "Copies",
            "%d, of which %d before an answer"
                .formatted(stream.durability().replicas(), stream.durability().minInSync())));
    facts.add(new Fact("Compatibility", Texts.word(stream.compatibility())));
    facts.add(new Fact("Dead letters borne", stream.deadLettersPerHour() + " an hour"));
    if (!stream.intake().producers().isEmpty()) {
      facts.add(new Fact("Sent over HTTP by", Texts.joined(stream.intake().producers())));
      facts.add(new Fact("Answered", Texts.word(stream.intake().acknowledgement())));
    }
    if (stream.intake().takesRawJson()) {
      facts.add(new Fact("Raw JSON", "taken"));
    }
    stream.intake().capturedFrom().ifPresent(from -> facts.add(new Fact("Captured from", from)));
  }
}
