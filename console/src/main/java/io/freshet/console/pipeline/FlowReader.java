package io.freshet.console.pipeline;

import io.freshet.assurance.log.Log;
import io.freshet.console.lineage.LineageFacts;
import io.freshet.console.lineage.LineageReader;
import io.freshet.console.reading.Lake;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.FreshetException;
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
import java.util.function.BiFunction;
import org.apache.iceberg.catalog.Catalog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what has come into Kafka and what tables have taken since it looked last. Thread-safe: one
 * looks at a time.
 */
public final class FlowReader {
  private static final Logger LOG = LoggerFactory.getLogger(FlowReader.class);

  private final Lake lake;
  private final KafkaSettings kafka;
  private final LineageReader lineage;
  private final InstantSource clock;
  private final Map<String, Look> before = new HashMap<>();

  public FlowReader(Lake lake, KafkaSettings kafka, LineageReader lineage, InstantSource clock) {
    this.lake = lake;
    this.kafka = kafka;
    this.lineage = lineage;
    this.clock = clock;
  }

  /** Of those contracts that have a stream, in their order. */
  public synchronized List<Flow> read(Collection<Contract> contracts) {
    List<Flow> flows = new ArrayList<>();
    Catalog catalog = lake.catalog();
    Readers readers = new Readers();
    try (Log log = Log.open(kafka)) {
      for (Contract contract : contracts) {
        flows.add(flow(contract, look(contract, log, catalog), readers.of(contract)));
      }
    }

    return List.copyOf(flows);
  }

  /** One look, and what it says of the writer. */
  private record Looked(Look look, OptionalLong behind) {}

  /** Empty where there is no topic; and where this table can't be read, which harms no other. */
  private Optional<Looked> look(Contract contract, Log log, Catalog catalog) {
    try {
      return log.topic(Streams.topic(contract)).map(topic -> look(contract, topic, catalog));
    } catch (RuntimeException e) {
      if (!LakeFailures.isOfOneTable(e)) {
        throw e;
      }
      LOG.warn("Flow is not known contract={} cause={}", contract.name(), LakeFailures.reason(e));

      return Optional.empty();
    }
  }

  private Looked look(Contract contract, Log.Topic topic, Catalog catalog) {
    Optional<Map<Integer, Long>> taken =
        contract
            .table()
            .map(settings -> TableLayout.name(contract))
            .filter(catalog::tableExists)
            .map(
                table ->
                    Ledger.of(catalog.loadTable(table).properties()).positionsOf(topic.source()));
    Look look = new Look(clock.instant(), topic.source(), topic.ends(), taken.orElse(Map.of()));

    return new Looked(
        look,
        // It may never read any: writers tell dead letters to topic and table both.
        taken
            .filter(positions -> !positions.isEmpty())
            .map(positions -> OptionalLong.of(Log.behind(topic, positions)))
            .orElse(OptionalLong.empty()));
  }

  private Flow flow(Contract contract, Optional<Looked> looked, OptionalInt readers) {
    Optional<Look> now = looked.map(Looked::look);
    Optional<Look> then = Optional.ofNullable(before.get(contract.name()));
    now.ifPresent(look -> before.put(contract.name(), look));

    return new Flow(
        contract.name(),
        rate(now, then, Look::sentSince),
        rate(now, then, Look::takenSince),
        looked.map(Looked::behind).orElse(OptionalLong.empty()),
        readers);
  }

  private static OptionalDouble rate(
      Optional<Look> now, Optional<Look> then, BiFunction<Look, Look, OptionalDouble> since) {
    return now.flatMap(look -> then.map(earlier -> since.apply(look, earlier)))
        .orElse(OptionalDouble.empty());
  }

  /** Who reads tables; asked no further in a round once nobody answers. */
  private final class Readers {
    private boolean isAway;

    OptionalInt of(Contract contract) {
      if (isAway || contract.table().isEmpty()) {
        return OptionalInt.empty();
      }
      try {
        LineageFacts facts =
            lineage.read(LineageFacts.dataset(TableLayout.name(contract).toString()));

        return facts.unknown().isPresent()
            ? OptionalInt.empty()
            : OptionalInt.of(
                (int) facts.read().stream().map(LineageFacts.Step::job).distinct().count());
      } catch (FreshetException away) { // it is told on the table's own page
        isAway = true;

        return OptionalInt.empty();
      }
    }
  }
}
