package io.freshet.console.board;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.freshness.Freshness.Hop;
import io.freshet.assurance.freshness.Freshness.Verdict;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.samples.Rides;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Boards as a round leaves them, of made-up tables. */
public final class Boards {
  public static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  public static final Duration BUDGET = Duration.ofSeconds(60);

  private Boards() {}

  /** A table and how long its oldest event waits; empty: nothing is known of it. */
  public record Waiting(Contract contract, Optional<Duration> age, Optional<Duration> commitAge) {}

  public static Waiting waiting(String name, int seconds) {
    return new Waiting(
        contract(name, "What rides there were"),
        Optional.of(Duration.ofSeconds(seconds)),
        Optional.of(Duration.ofSeconds(2)));
  }

  public static Waiting unknown(String name) {
    return new Waiting(contract(name, "Nobody has made it"), Optional.empty(), Optional.empty());
  }

  public static Contract contract(String name, String purpose) {
    Contract rides = Rides.contract();

    return new Contract(
        name,
        "1.2.0",
        Contract.Kind.EVENT,
        new Contract.Documentation(purpose, "transport", "riders"),
        rides.schema(),
        rides.stream(),
        Optional.of(
            new TableSettings(
                "raw",
                List.of(),
                List.of("city", "ride_id"),
                new TableSettings.Timing(
                    BUDGET, Duration.ofMinutes(5), Duration.ofMinutes(10), Optional.empty()),
                Optional.empty(),
                false,
                TableSettings.Pages.V1,
                TableSettings.Isolation.POOLED)));
  }

  public static Freshness freshness(Waiting waiting) {
    List<Hop> hops = new ArrayList<>();
    waiting.age().ifPresent(age -> hops.add(new Hop("log", age)));
    waiting.commitAge().ifPresent(age -> hops.add(new Hop("commit", age)));

    return new Freshness(
        TableLayout.name(waiting.contract()).toString(),
        BUDGET,
        waiting.age().map(NOW::minus),
        waiting.age().map(age -> NOW.minus(age).minusSeconds(300)),
        waiting.commitAge(),
        waiting.age(),
        waiting
            .age()
            .map(
                age ->
                    new Freshness.Queryable(
                        Duration.ofSeconds(4), Duration.ofSeconds(9), Duration.ofSeconds(11))),
        hops,
        waiting
            .age()
            .map(age -> age.compareTo(BUDGET) > 0 ? Verdict.LATE : Verdict.FRESH)
            .orElse(Verdict.UNKNOWN));
  }

  public static Board of(Waiting... tables) {
    return of(Arrays.asList(tables));
  }

  public static Board of(List<Waiting> tables) {
    try (BoardWatch watch = watch(tables)) {
      watch.turn();

      return watch.board();
    }
  }

  /** As it is while the first round goes on: no table is measured yet. */
  public static Board measuring(List<Waiting> tables) {
    AtomicReference<BoardWatch> watch = new AtomicReference<>();
    AtomicReference<Board> meanwhile = new AtomicReference<>();
    watch.set(
        new BoardWatch(
            () -> Contracts.of(tables.stream().map(Waiting::contract).toList()),
            (contracts, listener) -> meanwhile.set(watch.get().board()),
            InstantSource.fixed(NOW)));
    try (BoardWatch closing = watch.get()) {
      closing.turn();
    }

    return meanwhile.get();
  }

  /** As it is once catalog and log have gone. */
  public static Board troubled(List<Waiting> tables, String why) {
    return of(tables).troubled(why, NOW.plusSeconds(30));
  }

  /** As it is measured while one of the contracts' files is broken. */
  public static Board broken(List<Waiting> tables, String why) {
    AtomicBoolean isBroken = new AtomicBoolean();
    Contracts contracts = Contracts.of(tables.stream().map(Waiting::contract).toList());
    try (BoardWatch watch =
        watch(
            () -> {
              if (isBroken.getAndSet(true)) {
                throw new FreshetException(Fault.CALLER, why);
              }

              return contracts;
            },
            tables)) {
      watch.turn();
      watch.turn();

      return watch.board();
    }
  }

  static BoardWatch watch(List<Waiting> tables) {
    return watch(() -> Contracts.of(tables.stream().map(Waiting::contract).toList()), tables);
  }

  private static BoardWatch watch(Supplier<Contracts> known, List<Waiting> tables) {
    return new BoardWatch(
        known,
        (contracts, listener) ->
            tables.forEach(table -> listener.measured(table.contract(), freshness(table))),
        InstantSource.fixed(NOW));
  }
}
