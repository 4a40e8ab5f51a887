package io.freshet.serving.eta.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.serving.eta.model.ServingModel;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model that is trained on the first three days of the recording, by what the job's rules record
 * of them, and judged on the last two.
 */
@FullOnly
class TrainedCabsIT {
  private static final int FIRST_JUDGED_DAY = 3;

  @TempDir private Path folder;

  @Test
  void beatsTheCalibrationAndKeepsNineOfTenPromises() throws Exception {
    Optional<RecordedCabs> cabs = RecordedCabs.find();
    assumeTrue(
        cabs.isPresent(),
        "FRESHET_CABS names no folder with pings.parquet and trips.parquet: left out");
    CabsTraining training = new CabsTraining(folder);
    CabsEvaluation calibrated =
        training.write(
            rows -> {
              CabsEvaluation evaluation =
                  new CabsEvaluation(cabs.get(), FIRST_JUDGED_DAY, ServingModel.none(), rows);
              evaluation.run();

              return evaluation;
            });
    String models = training.train();

    try (ServingModel model = ServingModel.of(models)) {
      CabsEvaluation trained = new CabsEvaluation(cabs.get(), FIRST_JUDGED_DAY, model, row -> {});
      trained.run();
      System.out.println(calibrated.report());
      System.out.println(trained.report());

      assertThat(trained.atPickup()).isLessThan(calibrated.atPickup() - 5);
      assertThat(trained.onTheWay()).isLessThan(calibrated.onTheWay() - 8);
      assertThat(trained.coverageAtPickup()).isBetween(0.88, 0.92);
      assertThat(trained.coverageOnTheWay()).isBetween(0.88, 0.92);
    }
  }
}
