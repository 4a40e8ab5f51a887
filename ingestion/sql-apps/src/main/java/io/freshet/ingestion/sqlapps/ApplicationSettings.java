package io.freshet.ingestion.sqlapps;

import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.LineageSettings;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a running application needs besides its own file. Keys start with {@code app.}; Redis and
 * webhooks are asked for where the application writes to them.
 *
 * @param folder a version of an application, as {@link ApplicationVersion} has written it
 * @param transactionTimeout how long Kafka keeps a transaction that nobody ends
 */
record ApplicationSettings(
    Path folder,
    KafkaSettings kafka,
    RegistrySettings registry,
    Duration transactionTimeout,
    LineageSettings lineage) {
  static final String TRANSACTION_TIMEOUT = "app.transaction-timeout";

  ApplicationSettings {
    if (transactionTimeout.isZero()) {
      throw new InvalidSettingException(
          TRANSACTION_TIMEOUT, Durations.print(transactionTimeout), "longer than nothing");
    }
  }

  static ApplicationSettings from(Settings settings) {
    return settings.read(ApplicationSettings::parts, List.of("app."));
  }

  private static ApplicationSettings parts(Settings settings) {
    return new ApplicationSettings(
        Path.of(settings.text("app.folder")),
        KafkaSettings.from(settings),
        RegistrySettings.from(settings),
        settings.duration(TRANSACTION_TIMEOUT, Duration.ofMinutes(15)),
        LineageSettings.from(settings));
  }
}
