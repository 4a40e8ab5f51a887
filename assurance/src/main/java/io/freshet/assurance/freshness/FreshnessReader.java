package io.freshet.assurance.freshness;

import io.freshet.assurance.log.Log;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.RawJson;
import io.freshet.core.contract.Streams;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.ReceivedHistogram;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableWatermark;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;

/**
 * Measures how stale tables are, from their ledgers and from what waits in the log; derived tables
 * from the days that they have published and from what waits in their inputs.
 */
public final class FreshnessReader {
  /** Percentiles cover the commits of this stretch before the newest one. */
  private static final Duration RECENT = Duration.ofHours(1);

  private final Catalog catalog;
  private final Log log;
  private final RawJson rawJson;
  private final InstantSource clock;

  /**
   * @param rawJson where events of contracts that take raw JSON wait before they are on their
   *     streams
   */
  public FreshnessReader(Catalog catalog, Log log, RawJson rawJson, InstantSource clock) {
    this.catalog = catalog;
    this.log = log;
    this.rawJson = rawJson;
    this.clock = clock;
  }

  /** Every table of the contracts; dead letters by the streams whose bad records go there. */
  public List<Freshness> readAll(Contracts contracts) {
    return read(contracts, contracts.all().stream().map(Contract::name).toList());
  }

  /** The tables of these names only; what they depend on is found among all contracts. */
  public List<Freshness> read(Contracts contracts, Collection<String> wanted) {
    boolean deadLetters = wanted.contains(Contracts.DEAD_LETTERS);
    Map<String, Freshness> tables = new LinkedHashMap<>();
    List<Freshness> feeders = new ArrayList<>();
    UnpublishedInputs inputs = new UnpublishedInputs(catalog, contracts, () -> {});
    for (Contract contract : contracts.all()) {
      boolean feeds = deadLetters && feedsDeadLetters(contract);
      if (contract.table().isPresent() && (feeds || wanted.contains(contract.name()))) {
        Freshness freshness = read(contract, inputs);
        tables.put(contract.name(), freshness);
        if (feeds) {
          feeders.add(freshness);
        }
      }
    }
    tables.computeIfPresent(Contracts.DEAD_LETTERS, (name, own) -> fed(contracts, own, feeders));
    tables.keySet().retainAll(wanted);

    return List.copyOf(tables.values());
  }

  /** Is told of tables one by one, as they are measured. */
  public interface Listener {
    void measured(Contract contract, Freshness freshness);

    /** The table's own trouble: the others were measured all the same. */
    void failed(Contract contract, RuntimeException why);

    /** A table is still being measured, and whoever is asked answers; often. */
    default void goesOn() {}
  }

  /**
   * Every table of the contracts, dead letters last. A table that can't be read keeps nobody from
   * knowing of the others; where catalog or log are away, it ends with that failure.
   */
  public void readEach(Contracts contracts, Listener listener) {
    UnpublishedInputs inputs = new UnpublishedInputs(catalog, contracts, listener::goesOn);
    List<Freshness> feeders = new ArrayList<>();
    for (Contract contract : contracts.all()) {
      if (contract.table().isPresent() && !isDeadLetters(contract)) {
        Freshness freshness = tell(contract, listener, () -> read(contract, inputs));
        if (feedsDeadLetters(contract)) {
          feeders.add(freshness);
        }
      }
    }
    Contract deadLetters = contracts.deadLetters();
    tell(deadLetters, listener, () -> fed(contracts, read(deadLetters, inputs), feeders));
  }

  /** What it was told as; of a table that can't be read nothing is known. */
  private static Freshness tell(
      Contract contract, Listener listener, Supplier<Freshness> measurement) {
    Freshness freshness;
    try {
      freshness = measurement.get();
    } catch (RuntimeException e) {
      if (!LakeFailures.isOfOneTable(e)) {
        throw e;
      }
      listener.failed(contract, e);

      return unknown(
          TableLayout.name(contract).toString(), contract.requireTable().timing().freshness());
    }
    listener.measured(contract, freshness);

    return freshness;
  }

  /** A writer reads their topic, too, where a validator tells of dead letters there. */
  private Freshness fed(Contracts contracts, Freshness own, List<Freshness> streams) {
    if (own.hops().isEmpty() && !catalog.tableExists(TableLayout.name(contracts.deadLetters()))) {
      return own;
    }
    List<Freshness> feeders = new ArrayList<>(streams);
    if (contracts.all().stream().anyMatch(Contract::takesRawJson)) {
      feeders.add(own);
    }

    return own.fedBy(feeders);
  }

  private static boolean isDeadLetters(Contract contract) {
    return contract.name().equals(Contracts.DEAD_LETTERS);
  }

  private static boolean feedsDeadLetters(Contract contract) {
    return contract.stream().isPresent() && !isDeadLetters(contract);
  }

  private Freshness read(Contract contract, UnpublishedInputs inputs) {
    String name = TableLayout.name(contract).toString();
    Duration budget = contract.requireTable().timing().freshness();
    if (!catalog.tableExists(TableLayout.name(contract))) {
      return unknown(name, budget);
    }
    Table table = catalog.loadTable(TableLayout.name(contract));
    Instant now = clock.instant();
    Ledger ledger = Ledger.of(table.properties());
    Optional<Duration> commitAge = LastFeed.of(table).map(committed -> age(now, committed));
    boolean streamed = contract.stream().isPresent();
    Optional<Duration> waiting =
        streamed ? staleness(contract, ledger, now) : staleness(table, inputs, now);
    Optional<Duration> before = contract.takesRawJson() ? rawWaiting(now) : Optional.empty();
    Optional<Duration> staleness =
        waiting.map(age -> before.filter(longer -> longer.compareTo(age) > 0).orElse(age));
    List<Freshness.Hop> hops = hops(streamed ? "log" : "inputs", waiting, commitAge);
    before.ifPresent(age -> hops.add(0, new Freshness.Hop("raw", age)));

    return new Freshness(
        name,
        budget,
        newestEventTime(ledger),
        TableWatermark.of(table.properties()),
        commitAge,
        staleness,
        queryable(table),
        hops,
        Freshness.Verdict.of(staleness, budget));
  }

  private static Freshness unknown(String name, Duration budget) {
    return new Freshness(
        name,
        budget,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Freshness.Verdict.UNKNOWN);
  }

  /** Empty when the topic is gone. Received time counts: a replay of old events is no staleness. */
  private Optional<Duration> staleness(Contract contract, Ledger ledger, Instant now) {
    Optional<Log.Topic> topic = log.topic(Streams.topic(contract));
    if (topic.isEmpty()) {
      return Optional.empty();
    }

    return Optional.of(
        log.oldestBehind(topic.get(), ledger.positionsOf(topic.get().source()))
            .map(received -> age(now, received))
            .orElse(Duration.ZERO));
  }

  /** In the raw topic, for the validator; empty when there is no such topic. */
  private Optional<Duration> rawWaiting(Instant now) {
    return log.topic(rawJson.topic())
        .map(
            topic ->
                log.oldestBehind(topic, log.positions(rawJson.group(), topic))
                    .map(received -> age(now, received))
                    .orElse(Duration.ZERO));
  }

  /**
   * Of a derived table: how long the oldest row of its inputs that no published day covers has been
   * waiting. Empty when no day was published.
   */
  private static Optional<Duration> staleness(Table table, UnpublishedInputs inputs, Instant now) {
    return UnpublishedInputs.newest(PublishedDay.of(table.properties()).values())
        .map(
            day ->
                inputs.oldestBehind(day).map(received -> age(now, received)).orElse(Duration.ZERO));
  }

  private static Duration age(Instant now, Instant then) {
    return then.isAfter(now) ? Duration.ZERO : Duration.between(then, now);
  }

  private static Optional<Instant> newestEventTime(Ledger ledger) {
    OptionalLong newest =
        ledger.entries().values().stream()
            .mapToLong(Ledger.Entry::newestEventTime)
            .filter(micros -> micros != Long.MIN_VALUE)
            .max();

    return newest.isPresent()
        ? Optional.of(Instant.EPOCH.plus(newest.getAsLong(), ChronoUnit.MICROS))
        : Optional.empty();
  }

  private static Optional<Freshness.Queryable> queryable(Table table) {
    ReceivedHistogram waited = new ReceivedHistogram();
    Snapshot newest = table.currentSnapshot();
    long since = newest == null ? 0 : newest.timestampMillis() - RECENT.toMillis();
    for (Snapshot snapshot : table.snapshots()) {
      String encoded = snapshot.summary().get(CommitSummary.RECEIVED_TO_COMMIT);
      if (encoded != null && snapshot.timestampMillis() >= since) {
        waited.addAll(ReceivedHistogram.decode(encoded));
      }
    }

    return Freshness.Queryable.of(waited);
  }

  private static List<Freshness.Hop> hops(
      String waitingIn, Optional<Duration> staleness, Optional<Duration> commitAge) {
    List<Freshness.Hop> hops = new ArrayList<>();
    staleness.ifPresent(age -> hops.add(new Freshness.Hop(waitingIn, age)));
    commitAge.ifPresent(age -> hops.add(new Freshness.Hop("commit", age)));

    return hops;
  }
}
