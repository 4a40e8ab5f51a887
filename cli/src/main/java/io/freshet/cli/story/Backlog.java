package io.freshet.cli.story;

import io.freshet.assurance.log.Log;
import io.freshet.cli.Patience;
import io.freshet.cli.Workspace;
import io.freshet.cli.lake.Proofs;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.catalog.Catalog;

/** How many records the log holds that no table has yet. Not thread-safe. */
public final class Backlog implements AutoCloseable {
  private final Catalog catalog;
  private final Log log;
  private final List<Contract> streams;

  private Backlog(Catalog catalog, Log log, List<Contract> streams) {
    this.catalog = catalog;
    this.log = log;
    this.streams = streams;
  }

  public static Backlog of(Workspace workspace) {
    return new Backlog(
        workspace.catalog(),
        Log.open(workspace.kafka()),
        Proofs.streamTables(workspace.contracts()));
  }

  /** How many records of each contract's stream are rows or dead letters by now: no tests. */
  Map<String, Long> arrived() {
    Map<String, Long> arrived = new HashMap<>();
    for (Contract contract : streams) {
      arrived.put(contract.name(), arrived(ledger(contract)));
    }

    return arrived;
  }

  static long arrived(Ledger ledger) {
    return ledger.entries().values().stream()
        .mapToLong(entry -> entry.counts().rows() + entry.counts().deadLettered())
        .sum();
  }

  private Ledger ledger(Contract contract) {
    return Ledger.of(LakeCatalog.require(catalog, TableLayout.name(contract)).properties());
  }

  /** Over all streams; an upper bound where transactions have left markers. */
  public long records() {
    return streams.stream().mapToLong(this::records).sum();
  }

  private long records(Contract contract) {
    Optional<Log.Topic> topic = log.topic(Streams.topic(contract));
    if (topic.isEmpty()) {
      return 0;
    }

    return Log.behind(topic.get(), ledger(contract).positionsOf(topic.get().source()));
  }

  /** Since when the oldest record waits that no table has yet. */
  public Optional<Instant> oldestWaiting() {
    return streams.stream()
        .map(this::oldestWaiting)
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  private Optional<Instant> oldestWaiting(Contract contract) {
    return log.topic(Streams.topic(contract))
        .flatMap(topic -> log.oldestBehind(topic, ledger(contract).positionsOf(topic.source())));
  }

  /** What a figure is; empty while something that it comes from is away. */
  public static <T> Optional<T> told(Supplier<T> figure) {
    try {
      return Optional.of(figure.get());
    } catch (FreshetException e) {
      if (e.fault() != Fault.DEPENDENCY) {
        throw e;
      }

      return Optional.empty();
    }
  }

  /**
   * Waits until every stream has been read to its end, twice in a row: predictions follow pings.
   *
   * @param meanwhile runs between looks, for instance to heal the platform
   */
  public void awaitEmpty(Duration limit, Patience.Look meanwhile) throws InterruptedException {
    new Patience("The writer of the tables", limit, failure -> failure.fault() != Fault.DEPENDENCY)
        .awaitTwice(
            () -> {
              meanwhile.look();

              return isEmpty();
            });
  }

  /**
   * @throws FreshetException {@code DEPENDENCY} with what is missing, so that whoever waits in vain
   *     can tell it
   */
  private boolean isEmpty() {
    long records = records();
    if (records > 0) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "%d records are not in their tables; ./freshet status shows the writer"
              .formatted(records));
    }

    return true;
  }

  @Override
  public void close() throws Exception {
    log.close();
    ((AutoCloseable) catalog).close();
  }
}
