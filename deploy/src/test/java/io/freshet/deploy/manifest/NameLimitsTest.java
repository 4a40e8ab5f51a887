package io.freshet.deploy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameLimitsTest {
  private static final String LONG = "writer-what-restaurants-say-of-dashers-who-came-late";

  @Test
  void leavesANameThatFits() {
    String name = "writer-".concat("a".repeat(38));

    assertThat(NameLimits.fitting("FlinkDeployment", name)).isEqualTo(name).hasSize(45);
  }

  @Test
  void tellsNamesApartThatBeginAlike() {
    String one = NameLimits.fitting("FlinkDeployment", LONG + "-once");
    String another = NameLimits.fitting("FlinkDeployment", LONG + "-twice");

    assertThat(one).matches("writer-what-restaurants-say-of-dashe-[0-9a-f]{8}");
    assertThat(another).hasSizeLessThanOrEqualTo(45).isNotEqualTo(one);
  }

  @Test
  void leavesNoTwoHyphensWhereItCuts() {
    assertThat(NameLimits.fitting("FlinkDeployment", "a".repeat(35) + "-" + "b".repeat(20)))
        .matches("a{35}-[0-9a-f]{8}");
  }
}
