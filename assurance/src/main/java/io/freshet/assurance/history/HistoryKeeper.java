package io.freshet.assurance.history;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.FreshetException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what was measured to the stream {@code freshness_history}, on a thread of its own: who
 * measures waits for nothing. What Kafka does not take is counted and lost; a sample that is told
 * later would say nothing of when it was measured. To be called from one thread; the figures from
 * any.
 */
public final class HistoryKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryKeeper.class);

  /** While Kafka is slow; batches come once in an interval. */
  private static final int MOST_WAITING = 4;

  private final Function<Contract, Delivery> opener;
  private final HistoryPace pace;
  private final ThreadPoolExecutor thread;
  private final AtomicLong kept = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  // Of the thread alone.
  private Optional<Opened> opened = Optional.empty();
  private boolean isFailing;

  /** Takes ages to the stream. */
  interface Delivery extends AutoCloseable {
    /** Returns when all of them are there. */
    void deliver(List<HopAge> ages);

    @Override
    void close();
  }

  private record Opened(Contract contract, Delivery delivery) {}

  /**
   * How many rows it had to keep.
   *
   * @param kept which Kafka has
   * @param lost which it did not take
   */
  public record Tally(long kept, long lost) {}

  public HistoryKeeper(HistorySettings settings, KafkaSettings kafka, SchemaRegistry registry) {
    this(settings, contract -> HistoryStream.open(contract, kafka, registry));
  }

  /**
   * @param opener fails while Kafka or the registry are away
   */
  HistoryKeeper(HistorySettings settings, Function<Contract, Delivery> opener) {
    this.opener = opener;
    this.pace = new HistoryPace(settings);
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread named = new Thread(task, "history");
              named.setDaemon(true);

              return named;
            });
  }

  /** Keeps what is due of a round; returns at once. */
  public void keep(Contracts contracts, Collection<Freshness> round, Instant now) {
    contracts.freshnessHistory().ifPresent(contract -> keep(contract, pace.due(round, now)));
  }

  private void keep(Contract contract, List<HopAge> due) {
    if (due.isEmpty()) {
      return;
    }
    try {
      thread.execute(() -> deliver(contract, due));
    } catch (RejectedExecutionException e) {
      lost.addAndGet(due.size()); // those before them still wait, and will say why
    }
  }

  public Tally tally() {
    return new Tally(kept.get(), lost.get());
  }

  private void deliver(Contract contract, List<HopAge> due) {
    try {
      delivery(contract).deliver(due);
      kept.addAndGet(due.size());
      if (isFailing) {
        isFailing = false;
        LOG.info("History kept again lost={}", lost.get());
      }
    } catch (FreshetException e) {
      lost(due);
      if (!isFailing) {
        isFailing = true;
        LOG.warn("History not kept rows={} reason={}", due.size(), e.getMessage());
      }
    } catch (RuntimeException bug) {
      lost(due);
      isFailing = true;
      LOG.error("History not kept rows={}", due.size(), bug);
    }
  }

  private void lost(List<HopAge> due) {
    lost.addAndGet(due.size());
    closeDelivery();
  }

  private Delivery delivery(Contract contract) {
    if (opened.filter(known -> known.contract().equals(contract)).isEmpty()) {
      closeDelivery();
      opened = Optional.of(new Opened(contract, opener.apply(contract)));
    }

    return opened.orElseThrow().delivery();
  }

  private void closeDelivery() {
    opened.ifPresent(known -> known.delivery().close());
    opened = Optional.empty();
  }

  /** What still waits is not told. */
  @Override
  public void close() {
    thread.getQueue().clear();
    try {
      thread.execute(this::closeDelivery);
      thread.shutdown();
      if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      thread.shutdownNow();
    }
  }
}
