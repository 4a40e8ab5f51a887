package io.freshet.batch.backfill;

import io.freshet.batch.lake.FileSize;
import io.freshet.batch.lake.Inputs;
import io.freshet.batch.nightly.MarketDays;
import io.freshet.batch.nightly.MarketZones;
import io.freshet.batch.nightly.NightlyJob;
import java.time.LocalDate;
import java.util.List;

/** How much there is to read for some partitions of a job. */
record InputSize(NightlyJob job, Inputs inputs) {
  /** The files that may hold rows from the first of them to the last, each counted once. */
  FileSize of(List<LocalDate> partitions) {
    MarketDays days =
        MarketZones.of(inputs.rows(NightlyJob.MARKETS))
            .days(partitions.get(0), job.period().next(partitions.get(partitions.size() - 1)));

    return job.sources().stream()
        .map(
            source ->
                inputs.size(
                    source.contract(),
                    days.start().minus(source.around()),
                    days.end().plus(source.around())))
        .reduce(FileSize.NONE, FileSize::plus);
  }
}
