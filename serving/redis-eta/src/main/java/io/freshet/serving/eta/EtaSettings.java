package io.freshet.serving.eta;

import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.LineageSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.core.tracing.TracingSettings;
import io.freshet.serving.eta.model.ModelSettings;
import io.freshet.serving.eta.redis.Heartbeat;
import io.freshet.serving.eta.redis.RedisEntries;
import io.freshet.serving.eta.redis.RedisTarget;
import io.freshet.serving.eta.supply.SupplyTimes;
import java.time.Duration;
import java.util.List;

/**
 * What the ETA job needs to run. Keys start with {@code eta.} and {@code redis.}.
 *
 * @param entries how Redis shows orders, and how long
 * @param heartbeat that it shows as long as this job lives
 * @param behindAfter how long Kafka may have had what is read until the job tells that it is behind
 * @param tracing of which only matters whether anybody traces: this job has no steps of its own
 */
record EtaSettings(
    Inputs inputs,
    RedisTarget redis,
    RedisEntries entries,
    Heartbeat heartbeat,
    Duration behindAfter,
    EtaTimes times,
    SupplyTimes supply,
    ModelSettings models,
    Execution execution,
    LineageSettings lineage,
    TracingSettings tracing) {
  /** Less is what a busy moment takes. */
  private static final Duration LEAST_BEHIND = Duration.ofSeconds(1);

  EtaSettings {
    if (behindAfter.compareTo(LEAST_BEHIND) < 0) {
      throw new InvalidSettingException(
          "eta.behind-after",
          Durations.print(behindAfter),
          Durations.print(LEAST_BEHIND) + " or longer");
    }
  }

  /**
   * Where events come from.
   *
   * @param start where a group without committed offsets begins: earliest or latest
   * @param maxAhead by how much a phone's clock may be ahead of when Kafka got its ping
   * @param thinAfter how long after Kafka got a ping its position need not be shown any more
   * @param speedHistory a file of usual speeds, perhaps yet to come; empty when there is to be none
   * @param thresholds the file that says which supply is an alert; empty: none is
   */
  record Inputs(
      String contractsPath,
      KafkaSettings kafka,
      RegistrySettings registry,
      String start,
      Duration maxAhead,
      Duration thinAfter,
      String speedHistory,
      String thresholds) {
    /** Less is what buffers and a busy moment take: positions would come and go by chance. */
    private static final Duration LEAST_THINNING = Duration.ofMillis(200);

    Inputs {
      if (maxAhead.isNegative()) {
        throw new InvalidSettingException(
            "eta.max-ahead", Durations.print(maxAhead), "0s or longer");
      }
      if (thinAfter.compareTo(LEAST_THINNING) < 0) {
        throw new InvalidSettingException(
            "eta.thin-after",
            Durations.print(thinAfter),
            Durations.print(LEAST_THINNING) + " or longer");
      }
      if (!List.of("earliest", "latest").contains(start)) {
        throw new InvalidSettingException("eta.start", start, "earliest or latest");
      }
    }
  }

  /**
   * How Flink runs the job.
   *
   * @param stateBackend hashmap or rocksdb
   */
  record Execution(Duration checkpointInterval, String stateBackend) {
    private static final Duration MIN_INTERVAL = Duration.ofMillis(500);

    Execution {
      if (checkpointInterval.compareTo(MIN_INTERVAL) < 0) {
        throw new InvalidSettingException(
            "eta.checkpoint-interval", Durations.print(checkpointInterval), "500ms or longer");
      }
      if (!List.of("hashmap", "rocksdb").contains(stateBackend)) {
        throw new InvalidSettingException("eta.state-backend", stateBackend, "hashmap or rocksdb");
      }
    }
  }

  static EtaSettings from(Settings settings) {
    EtaTimes times = EtaTimes.from(settings);

    return new EtaSettings(
        new Inputs(
            settings.text("contracts.path"),
            KafkaSettings.from(settings),
            RegistrySettings.from(settings),
            settings.text("eta.start", "earliest"),
            settings.duration("eta.max-ahead", Duration.ofMinutes(1)),
            settings.duration("eta.thin-after", Duration.ofSeconds(1)),
            settings.optionalText("eta.speed-history").orElse(""),
            settings.optionalText("eta.supply-thresholds").orElse("")),
        RedisTarget.from(settings),
        new RedisEntries(
            settings.duration("eta.order-ttl", Duration.ofHours(6)),
            settings.duration("eta.final-ttl", Duration.ofMinutes(30))),
        Heartbeat.from(settings),
        settings.duration("eta.behind-after", Duration.ofSeconds(30)),
        times,
        SupplyTimes.from(settings, times.disorder()),
        ModelSettings.from(settings),
        new Execution(
            settings.duration("eta.checkpoint-interval", Duration.ofSeconds(30)),
            settings.text("eta.state-backend", "hashmap")),
        LineageSettings.from(settings),
        TracingSettings.from(settings));
  }
}
