package io.freshet.serving.eta.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class RecordedCabsIT {
  private static final int FIRST_JUDGED_DAY = 3;

  @Test
  void beatsTheConstantMedianOnRealCabs() {
    RecordedCabs cabs = RecordedCabs.find();
    assumeTrue(cabs.exist(), "shared/data/cabs is not on this machine");

    CabsEvaluation evaluation = new CabsEvaluation(cabs, FIRST_JUDGED_DAY);
    evaluation.run();
    System.out.println(evaluation.report());

    assertThat(evaluation.atPickup()).isLessThan(150);
    assertThat(evaluation.onTheWay()).isLessThan(135);
    assertThat(evaluation.baselineAtPickup()).isGreaterThan(2 * evaluation.atPickup());
  }
}
