package io.freshet.console.board;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.freshness.FreshnessReader;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the board: measures all tables, again and again, on one thread of its own. Pages take the
 * board as it is and wait for nobody. While catalog or log are away it keeps what it knew, and
 * while a contract is broken it goes by those before. The board may be asked for from any thread.
 */
public final class BoardWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BoardWatch.class);
  private static final Duration SHOWN_EVERY = Duration.ofSeconds(2);

  private final Supplier<Contracts> contracts;
  private final Measurement measurement;
  private final InstantSource clock;
  private final ScheduledExecutorService thread;
  private volatile Board board = Board.empty();
  private Optional<Contracts> last = Optional.empty();

  /** Why the last ones are not those of now. */
  private Optional<Board.Trouble> broken = Optional.empty();

  /** Tells of every table how stale it is. */
  public interface Measurement {
    /** Fails where catalog or log are away. */
    void measure(Contracts contracts, FreshnessReader.Listener listener);
  }

  /**
   * @param contracts fails where a contract is broken; those before are measured meanwhile
   */
  public BoardWatch(Supplier<Contracts> contracts, Measurement measurement, InstantSource clock) {
    this.contracts = contracts;
    this.measurement = measurement;
    this.clock = clock;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread named = new Thread(task, "board");
              named.setDaemon(true);

              return named;
            });
  }

  /** Begins; each round that long after the one before. */
  public void start(Duration every) {
    thread.scheduleWithFixedDelay(this::turn, 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  public Board board() {
    return board;
  }

  /** Whether rounds go on. */
  public boolean isWatching() {
    return !thread.isShutdown();
  }

  /** One round. */
  void turn() {
    Instant begun = clock.instant();
    try {
      Contracts now = renewedContracts();
      Round round = new Round(now, known(now));
      round.show();
      measurement.measure(now, round);
      board =
          Board.of(
              Optional.of(now),
              round.tables.values(),
              Optional.of(clock.instant()),
              Optional.empty(),
              broken);
      LOG.debug(
          "Board measured tables={} millis={}",
          round.tables.size(),
          Duration.between(begun, clock.instant()).toMillis());
    } catch (RuntimeException e) { // the next round may go well, whatever it was
      troubled(e);
    }
  }

  /** Those of now; while they are broken and others were read before, those. */
  private Contracts renewedContracts() {
    try {
      last = Optional.of(contracts.get());
      broken = Optional.empty();
    } catch (RuntimeException why) {
      if (last.isEmpty()) {
        throw why;
      }
      if (broken.isEmpty()) {
        LOG.warn("Contracts are those of before reason={}", LakeFailures.reason(why));
      }
      broken = Optional.of(Board.Trouble.at(clock.instant(), LakeFailures.reason(why), broken));
    }

    return last.get();
  }

  private void troubled(RuntimeException why) {
    if (board.trouble().isEmpty()) {
      boolean isOurs = LakeFailures.fault(why) == Fault.OURS;
      LOG.warn("Board is behind reason={}", LakeFailures.reason(why), isOurs ? why : null);
    }
    board = board.troubled(LakeFailures.reason(why), clock.instant());
  }

  /** Every table that the contracts have, each as it was known. */
  private Map<String, TableStatus> known(Contracts now) {
    Map<String, TableStatus> tables = new LinkedHashMap<>();
    for (Contract contract : now.all()) {
      if (contract.table().isPresent()) {
        String name = TableLayout.name(contract).toString();
        tables.put(
            name,
            board
                .table(name)
                .map(before -> before.with(contract))
                .orElseGet(() -> TableStatus.unmeasured(contract)));
      }
    }

    return tables;
  }

  /** What a round has found out so far; long ones are shown while they go on. */
  private final class Round implements FreshnessReader.Listener {
    private final Contracts contracts;
    private final Map<String, TableStatus> tables;
    private Instant shownAt = clock.instant();

    Round(Contracts contracts, Map<String, TableStatus> tables) {
      this.contracts = contracts;
      this.tables = new HashMap<>(tables);
    }

    @Override
    public void measured(Contract contract, Freshness freshness) {
      tables.put(freshness.table(), TableStatus.of(contract, freshness, clock.instant()));
      showNowAndThen();
    }

    @Override
    public void failed(Contract contract, RuntimeException why) {
      tables.computeIfPresent(
          TableLayout.name(contract).toString(),
          (name, before) -> before.unreadable(LakeFailures.reason(why)));
      showNowAndThen();
    }

    private void showNowAndThen() {
      if (!clock.instant().isBefore(shownAt.plus(SHOWN_EVERY))) {
        show();
      }
    }

    void show() {
      shownAt = clock.instant();
      board =
          Board.of(
              Optional.of(contracts), tables.values(), board.roundEnded(), board.trouble(), broken);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
