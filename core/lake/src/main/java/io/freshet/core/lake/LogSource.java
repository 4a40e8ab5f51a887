package io.freshet.core.lake;

import java.io.Serializable;

/**
 * A topic that a table takes rows from. A recreated topic has another id and so is another source.
 *
 * @param clusterId Kafka's cluster id
 * @param topicId Kafka's topic id
 */
public record LogSource(String clusterId, String topic, String topicId) implements Serializable {}
