package io.freshet.maintenance;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;

/**
 * How rounds go on. Keys start with {@code maintenance.}.
 *
 * @param keepReceipts so many of rounds stay
 * @param endWithin of being told to end, the step under way may go on for so long
 */
record RoundSettings(int keepReceipts, Duration endWithin) {
  RoundSettings {
    if (keepReceipts < History.MOST_RECEIPTS) {
      throw new InvalidSettingException(
          "maintenance.keep-receipts",
          keepReceipts,
          "at least %d: plans learn from so many".formatted(History.MOST_RECEIPTS));
    }
  }

  static RoundSettings from(Settings settings) {
    return new RoundSettings(
        settings.integer("maintenance.keep-receipts", 200),
        // Kubernetes kills 30 s after it has told a pod to end.
        settings.duration("maintenance.end-within", Duration.ofSeconds(20)));
  }
}
