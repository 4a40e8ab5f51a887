package io.freshet.assurance.probe;

import io.freshet.assurance.log.Log;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.Position;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.exceptions.NoSuchTableException;

/**
 * Measures how long an event takes from its producer into its table, also where nobody sends any:
 * with events that are marked as tests and so leave nothing behind but their number in the ledger.
 * Each stream has one under way at a time. Not thread-safe.
 */
public final class Probe implements AutoCloseable {
  private final Map<Contract, StreamProbe> streams = new LinkedHashMap<>();
  private final Map<Contract, UnderWay> underWay = new LinkedHashMap<>();
  private final Catalog catalog;
  private final Log log;
  private final InstantSource clock;

  private Probe(Catalog catalog, Log log, InstantSource clock) {
    this.catalog = catalog;
    this.log = log;
    this.clock = clock;
  }

  /** A test event that the log has, and the topic that it is in. */
  private record UnderWay(Instant sentAt, Position position, LogSource source) {}

  /**
   * @param contracts which have a stream and a table each
   * @param catalog asked, and not closed
   * @param log asked, and not closed
   * @throws FreshetException when a topic is not there, or Kafka or the registry are away
   */
  public static Probe open(
      List<Contract> contracts,
      KafkaSettings kafka,
      SchemaRegistry registry,
      Catalog catalog,
      Log log) {
    Probe probe = new Probe(catalog, log, InstantSource.system());
    try {
      for (Contract contract : contracts) {
        contract.requireTable();
        probe.streams.put(contract, StreamProbe.open(contract, kafka, registry));
      }
    } catch (RuntimeException e) {
      probe.close();
      throw e;
    }

    return probe;
  }

  public List<Contract> contracts() {
    return List.copyOf(streams.keySet());
  }

  /** Whether an event of that stream is sent and its fate not known. */
  public boolean isUnderWay(Contract contract) {
    return underWay.containsKey(contract);
  }

  /**
   * Sends one event to each of these streams, all of them before it waits for any.
   *
   * @return those of them that hold no event which could be copied
   * @throws FreshetException the first, when Kafka does not take some; the others are under way
   */
  public List<Contract> send(List<Contract> wanted) {
    List<Contract> empty = new ArrayList<>();
    Map<Contract, Instant> sentAt = new LinkedHashMap<>();
    Map<Contract, CompletableFuture<Position>> sent = new LinkedHashMap<>();
    for (Contract contract : wanted) {
      if (!streams.get(contract).isReady()) {
        empty.add(contract);
      }
    }
    for (Contract contract : wanted) {
      if (!empty.contains(contract)) {
        Instant now = clock.instant();
        sentAt.put(contract, now);
        sent.put(contract, streams.get(contract).send(now).toCompletableFuture());
      }
    }
    List<FreshetException> failures = new ArrayList<>();
    sent.forEach(
        (contract, answer) -> {
          try {
            underWay.put(
                contract, new UnderWay(sentAt.get(contract), position(answer), source(contract)));
          } catch (FreshetException e) {
            failures.add(e);
          }
        });
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }

    return empty;
  }

  private static Position position(CompletableFuture<Position> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof FreshetException known
          ? known
          : new FreshetException(Fault.DEPENDENCY, "Kafka has not taken a test event", e);
    }
  }

  private LogSource source(Contract contract) {
    String topic = Streams.topic(contract);

    return log.topic(topic)
        .orElseThrow(
            () ->
                new FreshetException(
                    Fault.DEPENDENCY,
                    "Topic %s is gone, with the test event in it".formatted(topic)))
        .source();
  }

  /** Those of the events under way that are counted by now, or late. */
  public List<Probed> look() {
    List<Probed> known = new ArrayList<>();
    for (Contract contract : List.copyOf(underWay.keySet())) {
      look(contract, underWay.get(contract)).ifPresent(known::add);
    }
    known.forEach(
        probed -> underWay.keySet().removeIf(each -> each.name().equals(probed.stream())));

    return known;
  }

  /** Empty while it is neither counted nor too late. */
  private Optional<Probed> look(Contract contract, UnderWay event) {
    Duration budget = contract.requireTable().timing().freshness();
    // Before the table is asked, so that slowness of the asking is not its.
    Duration waited =
        Probed.notNegative(Duration.between(event.position().receivedAt(), clock.instant()));
    boolean isCounted = isCounted(contract, event);

    return isCounted || waited.compareTo(budget) > 0
        ? Optional.of(
            new Probed(
                contract.name(),
                event.sentAt(),
                event.position(),
                isCounted ? Optional.of(waited) : Optional.empty(),
                budget))
        : Optional.empty();
  }

  /** No while the catalog is away: then nobody can query it either. */
  private boolean isCounted(Contract contract, UnderWay event) {
    try {
      return Ledger.of(catalog.loadTable(TableLayout.name(contract)).properties())
              .positionsOf(event.source())
              .getOrDefault(event.position().partition(), 0L)
          > event.position().offset();
    } catch (NoSuchTableException e) {
      return false;
    } catch (RuntimeException e) {
      if (LakeFailures.fault(e) != Fault.DEPENDENCY) {
        throw e;
      }

      return false;
    }
  }

  @Override
  public void close() {
    streams.values().forEach(StreamProbe::close);
  }
}
