package io.freshet.simulator.marketplace;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MarketplaceSettingsTest {
  @Test
  void refusesARateThatNoMarketplaceHas() {
    assertThatThrownBy(() -> MarketplaceSettings.of(1, 0, Instant.EPOCH, Duration.ofSeconds(1)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("rate is 0.0; it must be above 0 and at most 1000000");
  }

  @Test
  void refusesARunThatTakesNoTime() {
    assertThatThrownBy(() -> MarketplaceSettings.of(1, 10, Instant.EPOCH, Duration.ZERO))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("duration is PT0S; it must be longer than nothing");
  }
}
