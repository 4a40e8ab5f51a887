package io.freshet.assurance.probe;

import io.freshet.assurance.log.Log;
import io.freshet.assurance.probe.Sender.Arrival;
import io.freshet.assurance.probe.Sender.Sent;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.exceptions.NoSuchTableException;

/**
 * Measures how long an event takes from its producer into its table, also where nobody sends any:
 * with events that are marked as tests and so leave nothing behind but their number in the ledger.
 * Each stream has one under way at a time. Not thread-safe.
 */
public final class Probe implements AutoCloseable {
  private final Map<Contract, StreamProbe> streams = new LinkedHashMap<>();
  private final Map<Contract, Sent> underWay = new LinkedHashMap<>();
  private final Map<Contract, Logged> logged = new HashMap<>();
  private final Catalog catalog;
  private final Log log;
  private final InstantSource clock;

  Probe(Catalog catalog, Log log, InstantSource clock) {
    this.catalog = catalog;
    this.log = log;
    this.clock = clock;
  }

  /** Of the events under way one that the log has, and the topic that it is in. */
  private record Logged(Instant sentAt, Arrival arrival, LogSource source) {}

  /**
   * @param contracts which have a stream and a table each
   * @param catalog asked, and not closed
   * @param log asked, and not closed
   * @throws FreshetException when a topic is not there, the way is closed to us, or Kafka or the
   *     registry are away
   */
  public static Probe open(List<Contract> contracts, Way way, Catalog catalog, Log log) {
    Probe probe = new Probe(catalog, log, InstantSource.system());
    try {
      for (Contract contract : contracts) {
        contract.requireTable();
        probe.streams.put(contract, StreamProbe.open(contract, way));
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
   * Sends one event to each of these streams, and waits for none of them.
   *
   * @return those of them that hold no event which could be copied
   * @throws FreshetException when one can't be sent; those before it are under way
   */
  public List<Contract> send(List<Contract> wanted) {
    List<Contract> empty = new ArrayList<>();
    for (Contract contract : wanted) {
      if (!streams.get(contract).isReady()) {
        empty.add(contract);
      }
    }
    for (Contract contract : wanted) {
      if (!empty.contains(contract)) {
        follow(contract, streams.get(contract).send(clock.instant()));
      }
    }

    return empty;
  }

  void follow(Contract contract, Sent sent) {
    underWay.put(contract, sent);
  }

  /** What became of those under way that are counted by now, late, or not in the log at all. */
  public List<Fate> look() {
    Map<Contract, Fate> known = new LinkedHashMap<>();
    underWay.forEach(
        (contract, sent) -> look(contract, sent).ifPresent(fate -> known.put(contract, fate)));
    underWay.keySet().removeAll(known.keySet());
    logged.keySet().removeAll(known.keySet());

    return List.copyOf(known.values());
  }

  private Optional<Fate> look(Contract contract, Sent sent) {
    try {
      if (!logged.containsKey(contract)) {
        sent.arrival()
            .get()
            .ifPresent(
                arrival -> logged.put(contract, new Logged(sent.at(), arrival, source(contract))));
      }
    } catch (FreshetException e) {
      return Optional.of(new NotLogged(contract.name(), e));
    }

    return Optional.ofNullable(logged.get(contract)).flatMap(event -> fate(contract, event));
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

  /** Empty while it is neither counted nor too late. */
  private Optional<Fate> fate(Contract contract, Logged event) {
    Arrival arrival = event.arrival();
    Duration budget = contract.requireTable().timing().freshness();
    // Before the table is asked, so that slowness of the asking is not its.
    Duration waited =
        Probed.notNegative(Duration.between(arrival.position().receivedAt(), clock.instant()));
    boolean isCounted = isCounted(contract, event);

    return isCounted || waited.compareTo(budget) > 0
        ? Optional.of(
            new Probed(
                contract.name(),
                event.sentAt(),
                arrival.toAnswer(),
                arrival.position(),
                isCounted ? Optional.of(waited) : Optional.empty(),
                budget))
        : Optional.empty();
  }

  /** No while the catalog is away: then nobody can query it either. */
  private boolean isCounted(Contract contract, Logged event) {
    try {
      return Ledger.of(catalog.loadTable(TableLayout.name(contract)).properties())
              .positionsOf(event.source())
              .getOrDefault(event.arrival().position().partition(), 0L)
          > event.arrival().position().offset();
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
