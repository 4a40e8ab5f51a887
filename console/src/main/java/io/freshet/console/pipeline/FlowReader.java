package io.freshet.console.pipeline;

import io.freshet.assurance.log.Log;
import io.freshet.console.lineage.LineageFacts;
import io.freshet.console.lineage.LineageReader;
import io.freshet.console.reading.Lake;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Counts what has come into Kafka and what tables have taken since it looked last. Thread-safe: one
 * looks at a time.
 */
public final class FlowReader {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final Lake lake;
  private final String bootstrap;
  private final LineageReader lineage;
  private final InstantSource clock;
  private final Map<String, Counted> before = new HashMap<>();

  private record Counted(Instant at, long sent, OptionalLong committed, OptionalLong behind) {
    static OptionalDouble rate(long now, long then, Duration between) {
      return now < then
          ? OptionalDouble.empty() // a topic of the same name was made anew
          : OptionalDouble.of((now - then) * 1000.0 / between.toMillis());
    }
  }

  public FlowReader(Lake lake, String bootstrap, LineageReader lineage, InstantSource clock) {
    this.lake = lake;
    this.bootstrap = bootstrap;
    this.lineage = lineage;
    this.clock = clock;
  }

  /** Of those contracts that have a stream, in their order. */
  public synchronized List<Flow> read(Collection<Contract> contracts) {
    List<Flow> flows = new ArrayList<>();
    Catalog catalog = lake.catalog();
    try (Log log = Log.open(bootstrap)) {
      for (Contract contract : contracts) {
        flows.add(flow(contract, count(contract, log, catalog)));
      }
    }

    return List.copyOf(flows);
  }

  private Optional<Counted> count(Contract contract, Log log, Catalog catalog) {
    Instant now = clock.instant();

    return log.topic(Streams.topic(contract))
        .map(
            topic -> {
              Optional<Map<Integer, Long>> positions = positions(contract, topic, catalog);

              return new Counted(
                  now,
                  sum(topic.ends()),
                  positions.map(read -> OptionalLong.of(sum(read))).orElse(OptionalLong.empty()),
                  positions
                      .map(read -> OptionalLong.of(Log.behind(topic, read)))
                      .orElse(OptionalLong.empty()));
            });
  }

  private static Optional<Map<Integer, Long>> positions(
      Contract contract, Log.Topic topic, Catalog catalog) {
    Optional<TableIdentifier> name =
        contract.table().map(settings -> TableLayout.name(contract)).filter(catalog::tableExists);

    return name.map(
        table -> Ledger.of(catalog.loadTable(table).properties()).positionsOf(topic.source()));
  }

  private static long sum(Map<Integer, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }

  private Flow flow(Contract contract, Optional<Counted> counted) {
    Optional<Counted> last = Optional.ofNullable(before.get(contract.name()));
    OptionalDouble sent = OptionalDouble.empty();
    OptionalDouble committed = OptionalDouble.empty();
    if (counted.isPresent()) {
      Counted now = counted.get();
      Duration between =
          last.map(then -> Duration.between(then.at(), now.at())).orElse(Duration.ZERO);
      if (between.compareTo(SHORTEST) >= 0) {
        Counted then = last.orElseThrow();
        sent = Counted.rate(now.sent(), then.sent(), between);
        if (now.committed().isPresent() && then.committed().isPresent()) {
          committed =
              Counted.rate(now.committed().getAsLong(), then.committed().getAsLong(), between);
        }
      }
      before.put(contract.name(), now);
    }

    return new Flow(
        contract.name(),
        sent,
        committed,
        counted.map(Counted::behind).orElse(OptionalLong.empty()),
        readers(contract));
  }

  private OptionalInt readers(Contract contract) {
    if (contract.table().isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      LineageFacts facts = lineage.read("table:" + TableLayout.name(contract));

      return facts.unknown().isPresent()
          ? OptionalInt.empty()
          : OptionalInt.of(
              (int) facts.read().stream().map(LineageFacts.Step::job).distinct().count());
    } catch (FreshetException away) { // it is told on the table's own page
      return OptionalInt.empty();
    }
  }
}
