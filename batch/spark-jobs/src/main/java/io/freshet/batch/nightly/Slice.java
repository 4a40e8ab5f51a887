package io.freshet.batch.nightly;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.freshet.batch.lake.FileSize;
import io.freshet.batch.lake.Inputs;
import io.freshet.core.lake.PublishedDay;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a nightly sees for one partition: its days in every market, and the inputs around them. */
public final class Slice {
  private final NightlyJob job;
  private final Inputs inputs;
  private final LocalDate date;
  private final MarketDays days;

  private Slice(NightlyJob job, Inputs inputs, LocalDate date, MarketDays days) {
    this.job = job;
    this.inputs = inputs;
    this.date = date;
    this.days = days;
  }

  /**
   * @param date the partition's, as {@link Period#begin} gives it
   */
  public static Slice of(NightlyJob job, Inputs inputs, LocalDate date) {
    MarketDays days =
        MarketZones.of(inputs.rows(NightlyJob.MARKETS)).days(date, job.period().next(date));

    return new Slice(job, inputs, date, days);
  }

  /** The first local day, which names the partition. */
  public LocalDate date() {
    return date;
  }

  /** When it begins and ends in each market. */
  public MarketDays days() {
    return days;
  }

  /** The same as rows, small enough to broadcast. */
  public Dataset<Row> bounds() {
    return days.toDataset(inputs.spark());
  }

  /**
   * A source's rows from as long before the first beginning to as long after the last end as the
   * source says: files are pruned by it, and each market's own bounds are the rule's matter.
   */
  public Dataset<Row> rows(String contract) {
    Source source =
        job.sources().stream()
            .filter(each -> each.contract().equals(contract))
            .findFirst()
            .orElseThrow();

    return inputs
        .rows(contract)
        .where(col(Inputs.EVENT_TIME).geq(lit(days.start().minus(source.around()))))
        .where(col(Inputs.EVENT_TIME).lt(lit(days.end().plus(source.around()))));
  }

  /** The newest row of each market: {@code market}, {@code time_zone}, {@code currency}. */
  public Dataset<Row> markets() {
    return MarketZones.newest(inputs.rows(NightlyJob.MARKETS));
  }

  /** The sources' files that may hold rows of it. */
  public FileSize size() {
    return job.sources().stream()
        .map(
            source ->
                inputs.size(
                    source.contract(),
                    days.start().minus(source.around()),
                    days.end().plus(source.around())))
        .reduce(FileSize.NONE, FileSize::plus);
  }

  /** The snapshots that it rests on, and its stretch of event time. */
  public PublishedDay.Basis basis() {
    return new PublishedDay.Basis(days.start(), days.end(), inputs.snapshots());
  }

  /** Why it can't be computed any more, where retention has taken rows that may count into it. */
  public Optional<String> lost() {
    return lost(job, inputs, days);
  }

  /** The same of a partition that nobody reads yet. */
  public static Optional<String> lost(NightlyJob job, Inputs inputs, MarketDays days) {
    return job.sources().stream()
        .flatMap(
            source -> inputs.lost(source.contract(), days.start().minus(source.around())).stream())
        .findFirst();
  }

  /** Whether the watermarks of all sources have passed its end. */
  public boolean isComplete() {
    return job.sources().stream().allMatch(source -> inputs.reach(source.contract(), days.end()));
  }
}
