package io.freshet.batch.changes;

import io.freshet.batch.lake.InputChanges;
import io.freshet.batch.lake.Inputs;
import io.freshet.batch.nightly.MarketZones;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.core.lake.PublishedDay;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Markets that are new, or whose time zone or currency is another one than before: all of their
 * rows count anew. A market that is merely told again has not moved.
 *
 * @param before where the rows lay until then
 * @param isUnknown whether nobody can tell
 */
record MovedMarkets(Set<String> markets, MarketZones before, boolean isUnknown) {
  static MovedMarkets since(
      Optional<PublishedDay.Input> base, Inputs inputs, InputChanges changes) {
    if (base.isEmpty()) {
      return new MovedMarkets(Set.of(), new MarketZones(Map.of()), true);
    }
    Dataset<Row> old = changes.before(NightlyJob.MARKETS, base.get());
    if (changes.isUnchanged(NightlyJob.MARKETS, base.get())) {
      return new MovedMarkets(Set.of(), new MarketZones(Map.of()), false);
    }
    Map<String, Row> before = byName(old);
    Map<String, Row> now = byName(inputs.rows(NightlyJob.MARKETS));
    Set<String> moved = new TreeSet<>();
    now.forEach(
        (market, row) -> {
          if (!row.equals(before.get(market))) {
            moved.add(market);
          }
        });

    return new MovedMarkets(moved, MarketZones.of(old), false);
  }

  boolean any() {
    return !markets.isEmpty();
  }

  Object[] names() {
    return markets.toArray();
  }

  private static Map<String, Row> byName(Dataset<Row> markets) {
    Map<String, Row> rows = new TreeMap<>();
    MarketZones.newest(markets).collectAsList().forEach(row -> rows.put(row.getAs("market"), row));

    return rows;
  }
}
