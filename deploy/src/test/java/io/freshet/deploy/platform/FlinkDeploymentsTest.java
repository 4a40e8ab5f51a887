package io.freshet.deploy.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.local.application.OpenedPackages;
import org.junit.jupiter.api.Test;

class FlinkDeploymentsTest {
  @Test
  void opensWhatTheEmbeddedPlatformOpens() {
    assertThat(FlinkDeployments.OPENED).isEqualTo(OpenedPackages.ALL);
  }
}
