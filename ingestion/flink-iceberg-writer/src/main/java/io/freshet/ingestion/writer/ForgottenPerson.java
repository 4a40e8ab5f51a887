package io.freshet.ingestion.writer;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.Persons;
import io.freshet.core.contract.Streams;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.erasure.Erasure;
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
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.admin.Admin;

/** Finds out from contracts where a person may be known. */
final class ForgottenPerson {
  private final Contracts contracts;
  private final Catalog catalog;
  private final Admin admin;
  private final StreamPools pools;

  ForgottenPerson(Contracts contracts, Catalog catalog, Admin admin) {
    this.contracts = contracts;
    this.catalog = catalog;
    this.admin = admin;
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
    for (Contract contract : contracts.all()) {
      Optional<Field> column = Persons.column(contract, kind);
      if (column.isPresent()) {
        PersonRows rows = PersonRows.of(column.get(), id);
        if (contract.table().isPresent() && catalog.tableExists(TableLayout.name(contract))) {
          subjects.add(subject(contract, rows, topics));
        }
        if (contract.stream().isPresent() && topics.contains(Streams.topic(contract))) {
          streams.add(TopicRetention.of(admin, Streams.topic(contract), Instant.now()));
        }
      }
    }
    if (subjects.isEmpty() && streams.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "No contract has a personal column %s_id; they know of: %s"
              .formatted(kind, String.join(", ", Persons.kinds(contracts.all()))));
    }

    return new Erasure.Request(kind, id, subjects, streams, besides());
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

    return new Subject(contract, table, rows, isLogged ? logBegins(contract, table) : Map.of());
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
  private List<String> besides() {
    List<String> besides = new ArrayList<>();
    besides.add(
        "%s: the bytes of events that were refused stay until their contract's retention"
            .formatted(TableLayout.name(contracts.deadLetters())));
    besides.add("Redis: what it shows of a person ends by itself, hours after their last event");
    besides.add("Files of training sets, apart from the snapshots that they were made of");

    return besides;
  }
}
