package io.freshet.batch.nightly;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a job makes of a slice.
 *
 * @param rows computed by the job's rule, not yet run
 * @param expectedRows how many rows that must be, counted from the inputs by another way
 * @param rules hold for the rows before they are published, besides those of the contract
 * @param remarks counts that an operator would ask about, by snake_case name
 */
public record Yield(
    Dataset<Row> rows, long expectedRows, List<QualityRule> rules, Map<String, Long> remarks) {
  public Yield {
    rules = List.copyOf(rules);
    remarks = new TreeMap<>(remarks);
  }
}
