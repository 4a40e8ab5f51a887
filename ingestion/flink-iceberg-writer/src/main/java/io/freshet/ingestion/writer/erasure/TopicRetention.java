package io.freshet.ingestion.writer.erasure;

import io.freshet.core.envelope.stream.KafkaFaults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Asks Kafka how long it keeps what a topic holds. */
public final class TopicRetention {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private TopicRetention() {}

  public static StreamRetention of(Admin admin, String topic, Instant now) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config =
        KafkaFaults.answer(
                admin.describeConfigs(List.of(resource)).all(),
                ANSWER_WITHIN,
                "look up topic " + topic)
            .get(resource);
    long millis = Long.parseLong(config.get(TopicConfig.RETENTION_MS_CONFIG).value());
    boolean isKept =
        millis < 0
            || !config
                .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                .value()
                .contains(TopicConfig.CLEANUP_POLICY_DELETE);

    return new StreamRetention(
        topic, isKept ? Optional.empty() : Optional.of(Duration.ofMillis(millis)), now);
  }
}
