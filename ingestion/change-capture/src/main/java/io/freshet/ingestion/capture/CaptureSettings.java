package io.freshet.ingestion.capture;

import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.server.http.HttpAddress;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import io.freshet.ingestion.capture.database.Database;
import io.freshet.ingestion.capture.database.DatabaseAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is captured and how. Keys start with {@code capture.}.
 *
 * @param database the operational one
 * @param address of {@code /health} and {@code /metrics}
 */
record CaptureSettings(
    Database database,
    Scope scope,
    Pace pace,
    HttpAddress address,
    Path contracts,
    KafkaSettings kafka,
    RegistrySettings registry) {
  static final String TRANSACTION_TIMEOUT = "capture.transaction-timeout";

  private static final int DEFAULT_PORT = 8585;

  /**
   * What is captured.
   *
   * @param name of the capture: of its slot, its publication and its position
   * @param contracts those alone, where there are some
   * @param snapshot the number of the snapshot that events begin with; a higher one sends all rows
   *     anew
   */
  record Scope(String name, List<String> contracts, int snapshot) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    Scope {
      contracts = List.copyOf(contracts);
      if (!NAME.matcher(name).matches()) {
        throw new InvalidSettingException(
            "capture.name", name, "lower-case letters, digits and _, at most 63");
      }
      if (snapshot < 1) {
        throw new InvalidSettingException("capture.snapshot", snapshot, "at least 1");
      }
    }

    static Scope from(Settings settings) {
      return new Scope(
          settings.text("capture.name", "freshet_capture"),
          settings.list("capture.contracts", List.of()),
          settings.integer("capture.snapshot", 1));
    }

    /** By which Kafka knows our transactions. */
    String transactions() {
      return "freshet-capture-" + name;
    }
  }

  /**
   * How fast, and within which bounds.
   *
   * @param batchSize the most changes of one transaction of Kafka's
   * @param pollInterval how long a change may wait for others
   * @param heartbeat how often the slot moves on where nothing changes
   * @param transactionTimeout how long Kafka keeps a transaction that nobody ends
   * @param slotLimitMegabytes how much log the slot may hold before somebody is warned
   */
  record Pace(
      int batchSize,
      Duration pollInterval,
      Duration heartbeat,
      Duration transactionTimeout,
      int slotLimitMegabytes) {
    private static final int MAX_BATCH = 100_000;

    Pace {
      if (batchSize < 1 || batchSize > MAX_BATCH) {
        throw new InvalidSettingException(
            "capture.batch-size", batchSize, "between 1 and %d".formatted(MAX_BATCH));
      }
      if (slotLimitMegabytes < 1) {
        throw new InvalidSettingException(
            "capture.slot-limit-mb", slotLimitMegabytes, "at least 1");
      }
      requireBetween(
          "capture.poll-interval", pollInterval, Duration.ofMillis(1), Duration.ofSeconds(10));
      requireBetween("capture.heartbeat", heartbeat, Duration.ofSeconds(1), Duration.ofHours(1));
      requireBetween(
          TRANSACTION_TIMEOUT, transactionTimeout, Duration.ofSeconds(10), Duration.ofDays(7));
    }

    static Pace from(Settings settings) {
      return new Pace(
          settings.integer("capture.batch-size", 2000),
          settings.duration("capture.poll-interval", Duration.ofMillis(100)),
          settings.duration("capture.heartbeat", Duration.ofSeconds(10)),
          settings.duration(TRANSACTION_TIMEOUT, Duration.ofMinutes(15)),
          settings.integer("capture.slot-limit-mb", 10_240));
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

  static CaptureSettings from(Settings settings) {
    return settings.read(CaptureSettings::parts, List.of("capture."));
  }

  private static CaptureSettings parts(Settings settings) {
    return new CaptureSettings(
        new Database(
            DatabaseAddress.parse(settings.text("capture.url")),
            settings.text("capture.user"),
            settings.text("capture.password")),
        Scope.from(settings),
        Pace.from(settings),
        HttpAddress.from(settings, "capture", DEFAULT_PORT),
        Path.of(settings.text("contracts.path")),
        KafkaSettings.from(settings),
        RegistrySettings.from(settings));
  }
}
