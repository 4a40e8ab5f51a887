package io.freshet.serving.eta.rebuild;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.serving.eta.redis.RedisDocuments;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Looks at the documents of one kind: at all once, and again at those that seem wrong. */
final class Look implements BiConsumer<String, Optional<Wanted>> {
  private static final int DOCUMENTS = 500;
  private static final long PAUSE_MILLIS = 200;

  private final RedisDocuments redis;
  private final InstantSource clock;
  private final long graceMillis;
  private final Progress progress;

  /** Keys of Redis that the sources have not named yet. */
  private final Set<String> unnamed;

  private final Tally tally = new Tally();
  private final List<Wanted> waiting = new ArrayList<>(DOCUMENTS);
  private List<Wanted> suspects = new ArrayList<>();
  private long seen;

  /**
   * @param keys that Redis had before the sources were read; this look's own from now on
   */
  Look(
      RedisDocuments redis,
      InstantSource clock,
      Duration grace,
      Progress progress,
      Set<String> keys) {
    this.redis = redis;
    this.clock = clock;
    this.graceMillis = grace.toMillis();
    this.progress = progress;
    this.unnamed = keys;
  }

  /** Takes what the sources know of a key. */
  @Override
  public void accept(String key, Optional<Wanted> document) {
    unnamed.remove(key);
    document.ifPresent(waiting::add);
    seen++;
    if (waiting.size() == DOCUMENTS) {
      lookAtWaiting();
      progress.at(seen, unnamed.size());
    }
  }

  /**
   * The sources have said all: looks at what they have not named, and until it is sure.
   *
   * @param since event time from which on they were read
   */
  void end(long since) {
    lookAtWaiting();
    read(
        new ArrayList<>(unnamed),
        key -> key,
        (key, text) ->
            text.ifPresent(held -> tally.addUnnamed(key, Verdict.ofUnknown(held, since))));
    progress.end(seen);
    lookUntilSure();
  }

  /** Writes what is wrong. */
  void repair(Batches batches) {
    long now = clock.millis();
    suspects.forEach(wanted -> batches.add(wanted.at(now)));
    batches.end();
  }

  /** What is wrong still, stays so. */
  void judge() {
    read(
        suspects,
        Wanted::key,
        (wanted, text) -> verdict(wanted, text).ifPresent(found -> tally.add(wanted, found)));
  }

  Tally tally() {
    return tally;
  }

  private void lookAtWaiting() {
    suspects.addAll(wrongOf(waiting));
    waiting.clear();
  }

  /** The last look comes when the job must have shown all that is wrong by it. */
  private void lookUntilSure() {
    boolean isSaid = false;
    while (!suspects.isEmpty()) {
      long now = clock.millis();
      suspects = wrongOf(suspects);
      long youngest =
          suspects.stream().mapToLong(Wanted::receivedMillis).max().orElse(Long.MIN_VALUE / 2);
      long left = youngest + graceMillis - now;
      if (left <= 0) {
        return;
      }
      if (!isSaid) {
        progress.say(
            "%,d differ, some of which came in just now: looks again for up to %s"
                .formatted(suspects.size(), Durations.print(Duration.ofMillis(left))));
        isSaid = true;
      }
      pause(Math.min(PAUSE_MILLIS, left));
    }
  }

  /** Those that are wrong now; the others are counted. */
  private List<Wanted> wrongOf(List<Wanted> some) {
    List<Wanted> wrong = new ArrayList<>();
    read(
        some,
        Wanted::key,
        (wanted, text) -> {
          Optional<Verdict> verdict = verdict(wanted, text);
          if (verdict.filter(Verdict::isWrong).isPresent()) {
            wrong.add(wanted);
          } else {
            verdict.ifPresent(found -> tally.add(wanted, found));
          }
        });

    return wrong;
  }

  private Optional<Verdict> verdict(Wanted wanted, Optional<String> text) {
    return Verdict.of(wanted, text, clock.millis());
  }

  /** Reads what Redis has of each, some hundred in a round trip. */
  private <T> void read(
      List<T> all, Function<T, String> key, BiConsumer<T, Optional<String>> reader) {
    for (int from = 0; from < all.size(); from += DOCUMENTS) {
      List<T> some = all.subList(from, Math.min(all.size(), from + DOCUMENTS));
      List<Optional<String>> texts = redis.read(some.stream().map(key).toList());
      for (int i = 0; i < some.size(); i++) {
        reader.accept(some.get(i), texts.get(i));
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.DEPENDENCY, "Stopped while looking again", e);
    }
  }
}
