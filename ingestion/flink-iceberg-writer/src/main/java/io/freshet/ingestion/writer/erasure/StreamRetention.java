package io.freshet.ingestion.writer.erasure;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long the log keeps events that may be about the person.
 *
 * @param retention empty where it keeps them for ever, or the newest of each key
 */
public record StreamRetention(String topic, Optional<Duration> retention, Instant lookedAt) {
  ObjectNode toJson() {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("topic", topic);
    retention.ifPresent(
        time ->
            node.put("retention_seconds", time.toSeconds())
                .put("gone_by", lookedAt.plus(time).toString()));

    return node;
  }
}
