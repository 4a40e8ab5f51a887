package io.freshet.batch.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.batch.lake.FileSize;
import io.freshet.batch.lake.Inputs;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.nightly.Slice;
import io.freshet.batch.nightly.Yield;
import io.freshet.core.lake.PublishedDay;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * What a partition should come to, and from what.
 *
 * @param basis the inputs, and the stretch of event time that it covers
 * @param complete whether the inputs' watermarks have passed its end
 * @param inputs the same tables with their watermarks
 * @param size what there is to read of them
 */
public record DayPlan(
    Yield yield, PublishedDay.Basis basis, boolean complete, ObjectNode inputs, FileSize size) {
  public static DayPlan of(NightlyJob job, Inputs inputs, LocalDate date) {
    Slice slice = Slice.of(job, inputs, date);

    return new DayPlan(
        job.prepare(slice), slice.basis(), slice.isComplete(), inputs.describe(), slice.size());
  }

  public long expectedRows() {
    return yield.expectedRows();
  }

  Map<String, Long> remarks() {
    return yield.remarks();
  }

  /** What the table is to say of the day once it is published. */
  public PublishedDay published(LocalDate date) {
    return new PublishedDay(date, expectedRows(), Optional.of(basis));
  }
}
