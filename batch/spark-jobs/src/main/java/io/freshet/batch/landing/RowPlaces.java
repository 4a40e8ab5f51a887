package io.freshet.batch.landing;

import static org.apache.spark.sql.functions.col;

import io.freshet.batch.landing.given.GivenRows;
import io.freshet.batch.landing.given.LandingPlan;
import java.io.Serializable;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Tells which row of its file a row is. Spark reads large files in blocks, several at a time, each
 * from its first row to its last; so once it is known how many rows each block has, a row's place
 * is known wherever it is read.
 */
final class RowPlaces implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, Integer> numbers;

  /** The place of the first row of each block of a file. */
  private final HashMap<String, HashMap<Long, Long>> firsts;

  private RowPlaces(HashMap<String, Integer> numbers, HashMap<String, HashMap<Long, Long>> firsts) {
    this.numbers = numbers;
    this.firsts = firsts;
  }

  /** Counts the rows of blocks, where a file has several. */
  static RowPlaces of(LandingPlan plan, Dataset<Row> rows) {
    HashMap<String, Integer> numbers = new HashMap<>();
    plan.fresh().keySet().forEach(number -> numbers.put(plan.name(number), number));
    HashMap<String, TreeMap<Long, Long>> counts = new HashMap<>();
    List<Row> blocks =
        rows.where(col(GivenRows.INDEX).isNull())
            .groupBy(GivenRows.NAME, GivenRows.BLOCK)
            .count()
            .collectAsList();
    for (Row block : blocks) {
      counts
          .computeIfAbsent(path(block.getString(0)), first -> new TreeMap<>())
          .put(block.getLong(1), block.getLong(2));
    }

    return new RowPlaces(numbers, firsts(counts));
  }

  static HashMap<String, HashMap<Long, Long>> firsts(
      Map<String, TreeMap<Long, Long>> countsByBlock) {
    HashMap<String, HashMap<Long, Long>> firsts = new HashMap<>();
    countsByBlock.forEach(
        (name, counts) -> {
          HashMap<Long, Long> ofFile = new HashMap<>();
          long next = 0;
          for (Map.Entry<Long, Long> block : counts.entrySet()) {
            ofFile.put(block.getKey(), next);
            next += block.getValue();
          }
          firsts.put(name, ofFile);
        });

    return firsts;
  }

  /** Spark tells names with what no URI may hold written as its number. */
  static String path(String uri) {
    return uri.startsWith("jdbc:") ? uri : new Path(URI.create(uri)).toString();
  }

  int number(String name) {
    return numbers.get(name);
  }

  Counter counter() {
    return new Counter();
  }

  /** Counts the rows of one task, in which no block is begun twice. Not thread-safe. */
  final class Counter {
    private String name = "";
    private long block = -1;
    private long next;

    long next(String ofName, long ofBlock) {
      if (!ofName.equals(name) || ofBlock != block) {
        name = ofName;
        block = ofBlock;
        next = firsts.get(ofName).get(ofBlock);
      }

      return next++;
    }
  }
}
