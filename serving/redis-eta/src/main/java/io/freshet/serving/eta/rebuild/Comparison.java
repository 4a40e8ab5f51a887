package io.freshet.serving.eta.rebuild;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.serving.eta.redis.RedisDocuments;
import io.freshet.serving.eta.redis.RedisEntries;
import io.freshet.serving.eta.redis.RedisTarget;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Holds what Redis shows against where it came from, while the job runs or not. What comes in
 * meanwhile is no difference: keys are listed before the sources are read, a document may be newer,
 * and one that is older or missing is only wrong once what it should show has come in so long ago
 * that the job must have shown it. That silent dashers are off line is not asked for: time passes
 * for the job when events come.
 */
public final class Comparison {
  private final Sources sources;
  private final WantedDocuments wanted;
  private final RebuildTimes times;
  private final RedisTarget redis;
  private final InstantSource clock;
  private final Progress progress;

  public Comparison(
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

  /** Looks, and says what it saw; it is ok where nothing is older, missing or blocked. */
  public ObjectNode look() {
    return run(look -> {});
  }

  /** The same, once it has written what is older or missing. */
  public ObjectNode repair() {
    try (Batches batches = new Batches(redis)) {
      return run(look -> look.repair(batches)).put("repaired", batches.written());
    }
  }

  /**
   * @param mending what is done between seeing what is wrong and saying so
   */
  private ObjectNode run(Consumer<Look> mending) {
    try (RedisDocuments documents = RedisDocuments.connect(redis)) {
      Set<String> orderKeys = new HashSet<>();
      documents.orderKeys(orderKeys::add);
      Set<String> dasherKeys = new HashSet<>();
      documents.dasherKeys(dasherKeys::add);
      Set<String> supplyKeys = new HashSet<>();
      documents.supplyKeys(supplyKeys::add);
      Found found = sources.read(clock.instant());

      Looks looks = new Looks(documents, mending);
      Tally orders =
          looks.at(
              "orders in Redis",
              orderKeys,
              look -> wanted.orders(found, look),
              RebuildTimes.before(found.orders().newestMillis(), times.since()));
      Tally dashers =
          looks.at(
              "dashers in Redis",
              dasherKeys,
              look -> wanted.dashers(found, look),
              RebuildTimes.before(found.dashers().newestMillis(), times.pingsSince()));
      Tally supply =
          looks.at(
              "supply in Redis",
              supplyKeys,
              look -> wanted.supply(found, look),
              RebuildTimes.before(found.supply().newestMillis(), times.supplySince()));

      return report(found, orders, dashers, supply);
    }
  }

  /** Looks at one kind after the other. */
  private final class Looks {
    private final RedisDocuments documents;
    private final Consumer<Look> mending;

    Looks(RedisDocuments documents, Consumer<Look> mending) {
      this.documents = documents;
      this.mending = mending;
    }

    /**
     * @param keys that Redis had before the sources were read
     * @param telling tells the look of all that is known
     * @param since event time from which on that was read
     */
    Tally at(String what, Set<String> keys, Consumer<Look> telling, long since) {
      Look look = new Look(documents, clock, times.grace(), progress, keys);
      progress.begin(what);
      telling.accept(look);
      look.end(since);
      mending.accept(look);
      look.judge();

      return look.tally();
    }
  }

  private ObjectNode report(Found found, Tally orders, Tally dashers, Tally supply) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("ok", orders.wrong() + dashers.wrong() + supply.wrong() == 0);
    result.put("since_seconds", times.since().toSeconds());
    found.write(result.putObject("read"));
    orders.write(result.putObject("orders"));
    dashers.write(result.putObject("dashers"));
    supply.write(result.putObject("supply"));

    return result;
  }
}
