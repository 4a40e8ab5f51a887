package io.freshet.ingestion.writer.source;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.internals.ClusterResourceListeners;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.utils.LogContext;

/** Who leads the partitions of the topics that are read; Kafka's client keeps it up to date. */
final class StreamMetadata extends Metadata {
  private final Set<String> topics = new TreeSet<>();

  StreamMetadata(ConsumerConfig config, LogContext log) {
    super(
        config.getLong(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG),
        config.getLong(ConsumerConfig.RETRY_BACKOFF_MAX_MS_CONFIG),
        config.getLong(ConsumerConfig.METADATA_MAX_AGE_CONFIG),
        log,
        new ClusterResourceListeners());
    bootstrap(ClientUtils.parseAndValidateAddresses(config));
  }

  synchronized void add(String topic) {
    if (topics.add(topic)) {
      requestUpdateForNewTopics();
    }
  }

  @Override
  protected synchronized MetadataRequest.Builder newMetadataRequestBuilder() {
    return new MetadataRequest.Builder(List.copyOf(topics), false);
  }
}
