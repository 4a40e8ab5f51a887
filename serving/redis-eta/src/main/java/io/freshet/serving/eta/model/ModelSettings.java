package io.freshet.serving.eta.model;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * Where models come from.
 *
 * @param folder in which models lie by version; null where the calibration predicts alone
 * @param checkEvery how often it is looked which of them serves
 */
public record ModelSettings(String folder, Duration checkEvery) implements Serializable {
  private static final Duration LEAST = Duration.ofMillis(100);

  public ModelSettings {
    if (checkEvery.compareTo(LEAST) < 0) {
      throw new InvalidSettingException(
          "eta.model-check-every", Durations.print(checkEvery), "100ms or longer");
    }
  }

  public static ModelSettings from(Settings settings) {
    return new ModelSettings(
        settings.optionalText("eta.model").orElse(null),
        settings.duration("eta.model-check-every", Duration.ofSeconds(10)));
  }

  Optional<ModelFolder> models() {
    return Optional.ofNullable(folder).map(ModelFolder::new);
  }
}
