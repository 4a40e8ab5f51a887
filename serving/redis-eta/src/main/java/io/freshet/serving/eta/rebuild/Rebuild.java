package io.freshet.serving.eta.rebuild;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.serving.eta.redis.RedisEntries;
import io.freshet.serving.eta.redis.RedisTarget;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Restores what Redis shows from where it came from, while the job runs or not. What Redis has that
 * is newer stays; so it can be stopped at any moment, done again, and done by two at once.
 */
public final class Rebuild {
  private final Sources sources;
  private final WantedDocuments wanted;
  private final RebuildTimes times;
  private final RedisTarget redis;
  private final InstantSource clock;
  private final Progress progress;

  public Rebuild(
      Sources sources,
      RedisEntries entries,
      RebuildTimes times,
      RedisTarget redis,
      InstantSource clock,
      Progress progress) {
    this.sources = sources;
    this.wanted = new WantedDocuments(entries);
    this.times = times;
    this.redis = redis;
    this.clock = clock;
    this.progress = progress;
  }

  /** Does it, and says how much was read and written; it is not ok where a key is blocked. */
  public ObjectNode run() {
    Found found = sources.read(clock.instant());
    DasherBook dashers = found.dashers();
    dashers.pass(RebuildTimes.before(dashers.newestMillis(), times.disorder()));
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    try (Writing orders = new Writing("orders to Redis", found.orders().size());
        Writing theirs = new Writing("dashers to Redis", dashers.size());
        Writing supply = new Writing("supply to Redis", found.supply().size())) {
      orders.run(writing -> wanted.orders(found, writing));
      theirs.run(writing -> wanted.dashers(found, writing));
      supply.run(writing -> wanted.supply(found, writing));

      result.put(
          "ok",
          orders.batches.refused() + theirs.batches.refused() + supply.batches.refused() == 0);
      result.put("since_seconds", times.since().toSeconds());
      found.write(result.putObject("read"));
      orders.write(result.putObject("orders"));
      theirs.write(result.putObject("dashers"));
      supply.write(result.putObject("supply"));
    }

    return result;
  }

  /** Takes what is known of one kind, and writes what is still to be shown. */
  private final class Writing implements BiConsumer<String, Optional<Wanted>>, AutoCloseable {
    private final Batches batches = new Batches(redis);
    private final String what;
    private final long keys;
    private long seen;
    private long documents;

    Writing(String what, long keys) {
      this.what = what;
      this.keys = keys;
    }

    /**
     * @param telling tells this of all that is known
     */
    void run(Consumer<Writing> telling) {
      progress.begin(what);
      telling.accept(this);
      batches.end();
      progress.end(seen);
    }

    @Override
    public void accept(String key, Optional<Wanted> document) {
      long now = clock.millis();
      if (document.isPresent() && document.get().isShownAt(now)) {
        batches.add(document.get().at(now));
        documents++;
      }
      seen++;
      progress.at(seen, keys - seen);
    }

    void write(ObjectNode node) {
      node.put("documents", documents);
      batches.write(node);
    }

    @Override
    public void close() {
      batches.close();
    }
  }
}
