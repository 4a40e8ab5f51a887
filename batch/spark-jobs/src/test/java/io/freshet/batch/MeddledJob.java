package io.freshet.batch;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.nightly.Period;
import io.freshet.batch.nightly.QualityRule;
import io.freshet.batch.nightly.Slice;
import io.freshet.batch.nightly.Source;
import io.freshet.batch.nightly.Yield;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A job with one more check, which lets a test act once a day is written, and with other rows. */
public final class MeddledJob implements NightlyJob {
  private final NightlyJob job;
  private final Function<LocalDate, Optional<String>> meanwhile;
  private final UnaryOperator<Dataset<Row>> rule;

  /**
   * @param meanwhile called when a day is checked; says what is wrong with it, if anything
   */
  public MeddledJob(NightlyJob job, Function<LocalDate, Optional<String>> meanwhile) {
    this(job, meanwhile, rows -> rows);
  }

  private MeddledJob(
      NightlyJob job,
      Function<LocalDate, Optional<String>> meanwhile,
      UnaryOperator<Dataset<Row>> rule) {
    this.job = job;
    this.meanwhile = meanwhile;
    this.rule = rule;
  }

  /** The same, but its rows are others. */
  public MeddledJob withRows(UnaryOperator<Dataset<Row>> another) {
    return new MeddledJob(job, meanwhile, another);
  }

  @Override
  public String name() {
    return job.name();
  }

  @Override
  public List<Source> sources() {
    return job.sources();
  }

  @Override
  public Period period() {
    return job.period();
  }

  @Override
  public Yield prepare(Slice slice) {
    Yield planned = job.prepare(slice);
    List<QualityRule> rules = new ArrayList<>(planned.rules());
    rules.add(
        new QualityRule(
            "meddling", List.of(count(lit(1))), values -> meanwhile.apply(slice.date())));

    return new Yield(rule.apply(planned.rows()), planned.expectedRows(), rules, planned.remarks());
  }
}
