package io.freshet.batch;

import io.freshet.core.lake.PublishedDay;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What one day should come to.
 *
 * @param rows computed by the job's rule, not yet run
 * @param expectedRows how many rows that must be, counted from the inputs by another way
 * @param basis the inputs, and the stretch of event time that the day covers
 * @param complete whether the inputs' watermarks have passed the end of the day
 * @param rules hold for the rows before they are published
 * @param remarks counts that an operator would ask about, by snake_case name
 */
record DayOfRows(
    Dataset<Row> rows,
    long expectedRows,
    PublishedDay.Basis basis,
    boolean complete,
    List<QualityRule> rules,
    Map<String, Long> remarks) {
  DayOfRows {
    rules = List.copyOf(rules);
    remarks = new TreeMap<>(remarks);
  }

  /** What the table is to say of the day once it is published. */
  PublishedDay published(LocalDate day) {
    return new PublishedDay(day, expectedRows, Optional.of(basis));
  }
}
