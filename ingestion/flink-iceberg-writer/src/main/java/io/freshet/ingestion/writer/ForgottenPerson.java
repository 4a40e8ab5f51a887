package io.freshet.ingestion.writer;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.Persons;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.erasure.BuiltTable;
import io.freshet.ingestion.writer.erasure.Erasure;
import io.freshet.ingestion.writer.erasure.PersonEntities;
import io.freshet.ingestion.writer.erasure.PersonRows;
import io.freshet.ingestion.writer.erasure.StreamRetention;
import io.freshet.ingestion.writer.erasure.Subject;
import io.freshet.ingestion.writer.erasure.TopicRetention;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.admin.Admin;

/** Finds out from contracts where a person may be known. */
final class ForgottenPerson {
  private final Contracts contracts;
  private final Catalog catalog;
  private final Admin admin;
  private final SchemaRegistry registry;
  private final StreamPools pools;

  ForgottenPerson(Contracts contracts, Catalog catalog, Admin admin, SchemaRegistry registry) {
    this.contracts = contracts;
    this.catalog = catalog;
    this.admin = admin;
    this.registry = registry;
    this.pools = new StreamPools(catalog, admin);
  }

  /**
   * @param kind of person, as {@code dasher}
   * @param id as a person writes it
   * @throws FreshetException where no contract knows of such persons, or a table can't forget
   */
  Erasure.Request request(String kind, String id) {
    List<Subject> subjects = new ArrayList<>();
    List<StreamRetention> streams = new ArrayList<>();
    Set<String> topics = pools.topics();
    List<Contract> naming =
        contracts.all().stream()
            .filter(contract -> Persons.column(contract, kind).isPresent())
            .toList();
    // First who knows the person by their entities alone: these are known as long as the others'
    // rows
    // are there, also to who goes on after a kill.
    for (Contract named : naming) {
      for (Contract contract : contracts.all()) {
        throughEntities(contract, named, kind, id, topics)
            .ifPresent(
                subject -> {
                  subjects.add(subject);
                  addStream(contract, topics, streams);
                });
      }
    }
    for (Contract contract : naming) {
      PersonRows rows = PersonRows.of(Persons.column(contract, kind).orElseThrow(), id);
      if (hasTable(contract)) {
        Subject subject = subject(contract, rows, topics);
        // A column that is yet to be applied knows nobody.
        if (subject.table().schema().findField(rows.column()) != null) {
          subjects.add(subject);
        }
      }
      addStream(contract, topics, streams);
    }
    if (subjects.isEmpty() && streams.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "No contract has a personal column %s_id; they know of: %s"
              .formatted(kind, String.join(", ", Persons.kinds(contracts.all()))));
    }
    deadLetters(kind, id)
        .ifPresent(
            letters -> {
              subjects.add(letters);
              addStream(letters.contract(), topics, streams);
            });

    return new Erasure.Request(
        kind,
        id,
        subjects,
        BuiltTable.of(catalog, contracts, kind, id),
        streams,
        besides(kind, naming));
  }

  private boolean hasTable(Contract contract) {
    return contract.table().isPresent() && catalog.tableExists(TableLayout.name(contract));
  }

  /** A table that says of a person's entities more than whose they are. */
  private Optional<Subject> throughEntities(
      Contract contract, Contract named, String kind, String id, Set<String> topics) {
    Optional<Field> entity = Persons.through(contract, named, kind);
    if (entity.isEmpty() || !hasTable(contract) || !hasTable(named)) {
      return Optional.empty();
    }
    PersonRows person = PersonRows.of(Persons.column(named, kind).orElseThrow(), id);
    Table names = pools.table(named);
    if (names.schema().findField(person.column()) == null) {
      return Optional.empty();
    }
    Set<Object> ids = new PersonEntities(person, entity.get().name()).ids(names);

    return ids.isEmpty()
        ? Optional.empty()
        : Optional.of(subject(contract, new PersonRows(entity.get().name(), ids), topics));
  }

  private void addStream(Contract contract, Set<String> topics, List<StreamRetention> streams) {
    if (contract.stream().isPresent() && topics.contains(Streams.topic(contract))) {
      streams.add(TopicRetention.of(admin, Streams.topic(contract), Instant.now()));
    }
  }

  /** Of streams whose events are about such persons. */
  private Optional<Subject> deadLetters(String kind, String id) {
    Contract letters = contracts.deadLetters();
    List<Contract> streams =
        contracts.all().stream()
            .filter(contract -> contract.stream().isPresent())
            .filter(contract -> Persons.column(contract, kind).isPresent())
            .toList();
    if (streams.isEmpty() || !catalog.tableExists(TableLayout.name(letters))) {
      return Optional.empty();
    }
    List<Field> columns =
        streams.stream().map(each -> Persons.column(each, kind).orElseThrow()).toList();

    return Optional.of(
        Subject.deadLetters(
            letters,
            pools.table(letters),
            streams.stream().map(Contract::name).toList(),
            columns.stream()
                .flatMap(column -> Stream.of(column.name(), column.json().name()))
                .collect(Collectors.toSet()),
            columns.get(0).name(),
            id,
            registry));
  }

  private Subject subject(Contract contract, PersonRows rows, Set<String> topics) {
    if (contract.keepsLatest()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s keeps the newest row of each key; forgetting in such a table is not supported"
              .formatted(TableLayout.name(contract)));
    }
    Table table = pools.table(contract);
    boolean isLogged = contract.stream().isPresent() && topics.contains(Streams.topic(contract));

    return Subject.of(contract, table, rows, isLogged ? logBegins(contract, table) : Map.of());
  }

  /** Of the topic as it is now; of one that is gone the log has nothing. */
  private Map<Position, Long> logBegins(Contract contract, Table table) {
    Map<Position, Long> begins = new HashMap<>();
    Ledger.of(table.properties())
        .numberOf(pools.source(contract))
        .ifPresent(
            number ->
                pools
                    .beginnings(Streams.topic(contract))
                    .forEach(
                        (partition, begin) ->
                            begins.put(new Position(number, partition.partition()), begin)));

    return begins;
  }

  /** What nobody has looked at, in words. */
  private List<String> besides(String kind, List<Contract> naming) {
    String letters = TableLayout.name(contracts.deadLetters()).toString();
    List<String> besides =
        new ArrayList<>(
            List.of(
                "%s: bytes that are neither of a schema that the registry has, nor JSON"
                    .formatted(letters),
                "Files of training sets whose tags are gone; dataset drop takes one away"));
    for (Contract named : naming) {
      for (Contract contract : contracts.all()) {
        Persons.through(contract, named, kind)
            .ifPresent(
                entity ->
                    besides.add(
                        "%s: refused events of %s, which name the %s alone; and rows of %s whose %s rows are there no more"
                            .formatted(
                                letters,
                                contract.name(),
                                entity.name(),
                                contract.name(),
                                named.name())));
      }
    }

    return besides;
  }
}
