package io.freshet.serving.eta.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.serving.eta.model.ServingModel;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordedCabsIT {
  private static final int FIRST_JUDGED_DAY = 3;

  @Test
  void beatsTheConstantMedianOnRealCabsAndKeepsNineOfTenPromises() {
    Optional<RecordedCabs> cabs = RecordedCabs.find();
    assumeTrue(
        cabs.isPresent(),
        "FRESHET_CABS names no folder with pings.parquet and trips.parquet: left out");

    CabsEvaluation evaluation =
        new CabsEvaluation(cabs.get(), FIRST_JUDGED_DAY, ServingModel.none(), row -> {});
    evaluation.run();
    System.out.println(evaluation.report());

    assertThat(evaluation.atPickup()).isLessThan(150);
    assertThat(evaluation.onTheWay()).isLessThan(135);
    assertThat(evaluation.baselineAtPickup()).isGreaterThan(2 * evaluation.atPickup());
    assertThat(evaluation.coverageAtPickup()).isBetween(0.88, 0.92);
    assertThat(evaluation.coverageOnTheWay()).isBetween(0.88, 0.92);
    assertThat(evaluation.costOfDamping()).isLessThan(0.01);
  }
}
