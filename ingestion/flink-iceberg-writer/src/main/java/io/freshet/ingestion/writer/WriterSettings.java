package io.freshet.ingestion.writer;

import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.LineageSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.core.tracing.TracingSettings;
import io.freshet.ingestion.writer.sink.WritePath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which streams a writer job carries and what it needs to reach. Keys start with {@code writer.}.
 *
 * @param streams contract names; several share one pool and one checkpoint interval
 * @param checkpointInterval empty: derived from the tightest staleness budget of the pool
 * @param begin of tables that have read nothing yet of their topic
 */
public record WriterSettings(
    List<String> streams,
    String contractsPath,
    KafkaSettings kafka,
    RegistrySettings registry,
    LakeSettings lake,
    Optional<Duration> checkpointInterval,
    WritePath path,
    Beginning begin,
    LineageSettings lineage,
    TracingSettings tracing) {
  public WriterSettings {
    streams = List.copyOf(streams);
    if (streams.isEmpty()) {
      throw new InvalidSettingException(
          "writer.streams", "empty", "a list of contract names, such as dasher_pings,order_events");
    }
    checkpointInterval.ifPresent(WriterSettings::checkInterval);
  }

  private static void checkInterval(Duration interval) {
    if (interval.compareTo(Duration.ofMillis(500)) < 0
        || interval.compareTo(Duration.ofHours(1)) > 0) {
      throw new InvalidSettingException(
          "writer.checkpoint-interval", interval, "between 500ms and 1h");
    }
  }

  private static WritePath path(String name) {
    return switch (name) {
      case "rows" -> WritePath.ROWS;
      case "columnar" -> WritePath.COLUMNAR;
      default -> throw new InvalidSettingException("writer.path", name, "rows or columnar");
    };
  }

  private static Beginning begin(String name) {
    return switch (name) {
      case "earliest" -> Beginning.EARLIEST;
      case "latest" -> Beginning.LATEST;
      default -> throw new InvalidSettingException("writer.begin", name, "earliest or latest");
    };
  }

  public static WriterSettings from(Settings settings) {
    WriterSettings writer =
        new WriterSettings(
            settings.list("writer.streams", List.of()),
            settings.text("contracts.path"),
            KafkaSettings.from(settings),
            RegistrySettings.from(settings),
            LakeSettings.from(settings),
            settings
                .optionalText("writer.checkpoint-interval")
                .map(text -> settings.duration("writer.checkpoint-interval", Duration.ZERO)),
            path(settings.text("writer.path", "columnar")),
            begin(settings.text("writer.begin", "earliest")),
            LineageSettings.from(settings),
            TracingSettings.from(settings));
    settings.refuseUnknown(List.of("writer.", "tracing."));

    return writer;
  }
}
