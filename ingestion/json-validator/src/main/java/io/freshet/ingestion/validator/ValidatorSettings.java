package io.freshet.ingestion.validator;

import io.freshet.core.contract.RawJson;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.LineageSettings;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the validator reads and how it commits. Keys start with {@code validator.}.
 *
 * @param checkpointInterval empty: derived from the tightest staleness budget that it feeds
 * @param transactionTimeout how long Kafka keeps a transaction that nobody ends
 */
record ValidatorSettings(
    Raw raw,
    Path contracts,
    KafkaSettings kafka,
    RegistrySettings registry,
    Optional<Duration> checkpointInterval,
    Duration transactionTimeout,
    LineageSettings lineage) {
  static final String TRANSACTION_TIMEOUT = "validator.transaction-timeout";

  private static final Duration MIN_INTERVAL = Duration.ofMillis(500);
  private static final Duration MAX_INTERVAL = Duration.ofHours(1);

  ValidatorSettings {
    checkpointInterval.ifPresent(
        interval ->
            requireBetween("validator.checkpoint-interval", interval, MIN_INTERVAL, MAX_INTERVAL));
  }

  /**
   * The raw topic.
   *
   * @param partitions and {@code retention} count where the topic has to be made
   */
  record Raw(RawJson json, int partitions, Duration retention) {
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,200}");
    private static final int MAX_PARTITIONS = 1000;
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(3650);

    Raw {
      if (!TOPIC.matcher(json.topic()).matches()) {
        throw new InvalidSettingException(
            RawJson.TOPIC_KEY, json.topic(), "letters, digits, dots, hyphens and underscores");
      }
      if (partitions < 1 || partitions > MAX_PARTITIONS) {
        throw new InvalidSettingException(
            "validator.partitions", partitions, "between 1 and %d".formatted(MAX_PARTITIONS));
      }
      requireBetween("validator.retention", retention, SHORTEST, LONGEST);
    }

    static Raw from(Settings settings) {
      return new Raw(
          RawJson.from(settings),
          settings.integer("validator.partitions", 4),
          settings.duration("validator.retention", Duration.ofDays(7)));
    }
  }

  /** Names the consumer group and the transactions: another application has another raw topic. */
  String application() {
    return raw.json().group();
  }

  static ValidatorSettings from(Settings settings) {
    return settings.read(ValidatorSettings::parts, List.of("validator."));
  }

  private static ValidatorSettings parts(Settings settings) {
    return new ValidatorSettings(
        Raw.from(settings),
        Path.of(settings.text("contracts.path")),
        KafkaSettings.from(settings),
        RegistrySettings.from(settings),
        settings
            .optionalText("validator.checkpoint-interval")
            .map(text -> settings.duration("validator.checkpoint-interval", Duration.ZERO)),
        settings.duration(TRANSACTION_TIMEOUT, Duration.ofMinutes(15)),
        LineageSettings.from(settings));
  }

  private static void requireBetween(String key, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new InvalidSettingException(
          key,
          Durations.print(value),
          "between %s and %s".formatted(Durations.print(min), Durations.print(max)));
    }
  }
}
