package io.freshet.ingestion.writer.source;

import io.freshet.core.envelope.batch.LogBatch;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.Metadata.LeaderAndEpoch;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.FetchMetadata;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * Fetches the batches of partitions as Kafka stores them, in order and each once, without taking
 * them apart: Kafka's own consumer makes a dozen objects of each record. Connections, leaders and
 * security are those of Kafka's client; what is committed is read. Not thread-safe, but for {@link
 * #wakeup}.
 */
final class BatchFetcher implements AutoCloseable {
  /** The last version of the request that knows topics by their names alone. */
  private static final short LAST_WITHOUT_TOPIC_IDS = 12;

  private static final int MAX_IN_FLIGHT = 100;

  private final Time time = Time.SYSTEM;
  private final Metrics metrics = new Metrics();
  private final ConsumerConfig config;
  private final StreamMetadata metadata;
  private final KafkaClient client;

  /** Those whose turn was longest ago come first, so that no partition makes others wait. */
  private final Map<TopicPartition, PartitionReading> readings = new LinkedHashMap<>();

  private final Set<Integer> asked = new HashSet<>();
  private final AtomicBoolean isWoken = new AtomicBoolean();
  private Map<TopicPartition, List<LogBatch>> fetched = new HashMap<>();
  private RuntimeException failure;

  /**
   * @param properties as Kafka's consumer takes them
   */
  BatchFetcher(Properties properties) {
    LogContext log = new LogContext("[Batches of " + properties.get("client.id") + "] ");
    this.config = new ConsumerConfig(properties);
    this.metadata = new StreamMetadata(config, log);
    this.client =
        ClientUtils.createNetworkClient(
            config,
            metrics,
            "batches",
            log,
            new ApiVersions(),
            time,
            MAX_IN_FLIGHT,
            metadata,
            null,
            null);
  }

  /** Reads a partition from an offset on; anew, where it is read already. */
  void add(TopicPartition partition, long offset) {
    fetched.remove(partition);
    readings.put(partition, new PartitionReading(partition, offset));
    metadata.add(partition.topic());
  }

  void remove(TopicPartition partition) {
    readings.remove(partition);
  }

  boolean reads(TopicPartition partition) {
    return readings.containsKey(partition);
  }

  /** A parked partition is not asked for until it is resumed. */
  void park(TopicPartition partition) {
    reading(partition).ifPresent(PartitionReading::park);
  }

  void resume(TopicPartition partition) {
    reading(partition).ifPresent(PartitionReading::resume);
  }

  private Optional<PartitionReading> reading(TopicPartition partition) {
    return Optional.ofNullable(readings.get(partition));
  }

  /** Records that wait in Kafka, as far as the last answers tell. */
  long pending() {
    return readings.values().stream().mapToLong(PartitionReading::pending).sum();
  }

  /**
   * Waits until there is something, and asks for more of it.
   *
   * @param wait at most so long; shorter after {@link #wakeup}
   * @throws FreshetException when records are gone that were not read, or are others now
   */
  Map<TopicPartition, List<LogBatch>> poll(Duration wait) {
    long end = time.milliseconds() + wait.toMillis();
    long left = wait.toMillis();
    while (fetched.isEmpty() && left > 0 && !isWoken.getAndSet(false)) {
      turn(Math.min(left, config.getLong(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG)));
      left = end - time.milliseconds();
    }
    // What comes next is on its way while this is worked on.
    turn(0);
    Map<TopicPartition, List<LogBatch>> taken = fetched;
    fetched = new HashMap<>();

    return taken;
  }

  /** Lets {@link #poll} return soon, now or when it is called next. */
  void wakeup() {
    isWoken.set(true);
    client.wakeup();
  }

  private void turn(long waitMillis) {
    ask();
    client.poll(waitMillis, time.milliseconds());
    metadata.maybeThrowAnyException();
    if (failure != null) {
      throw failure;
    }
  }

  /** One question at a time to each broker that leads something. */
  private void ask() {
    long now = time.milliseconds();
    Map<Node, Map<TopicPartition, FetchRequest.PartitionData>> questions = new HashMap<>();
    for (PartitionReading reading : readings.values()) {
      if (reading.isWanted(now)) {
        LeaderAndEpoch leader = metadata.currentLeader(reading.partition());
        if (leader.leader.isEmpty()) {
          metadata.requestUpdate(false);
        } else if (isFree(leader.leader.get(), now)) {
          Uuid topicId =
              metadata.topicIds().getOrDefault(reading.partition().topic(), Uuid.ZERO_UUID);
          questions
              .computeIfAbsent(leader.leader.get(), node -> new LinkedHashMap<>())
              .put(
                  reading.partition(),
                  reading.question(
                      topicId,
                      config.getInt(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
                      leader));
        }
      }
    }
    questions.forEach((node, question) -> ask(node, question, now));
  }

  private boolean isFree(Node node, long now) {
    if (asked.contains(node.id())) {
      return false;
    }
    if (client.ready(node, now)) {
      return true;
    }
    AuthenticationException refused = client.authenticationException(node);
    if (refused != null) {
      throw refused;
    }
    if (client.connectionFailed(node)) {
      metadata.requestUpdate(false);
    }

    return false;
  }

  private void ask(Node node, Map<TopicPartition, FetchRequest.PartitionData> question, long now) {
    boolean haveIds =
        question.values().stream().noneMatch(each -> each.topicId.equals(Uuid.ZERO_UUID));
    FetchRequest.Builder request =
        FetchRequest.Builder.forConsumer(
                haveIds ? ApiKeys.FETCH.latestVersion() : LAST_WITHOUT_TOPIC_IDS,
                config.getInt(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
                config.getInt(ConsumerConfig.FETCH_MIN_BYTES_CONFIG),
                question)
            .isolationLevel(IsolationLevel.READ_COMMITTED)
            .setMaxBytes(config.getInt(ConsumerConfig.FETCH_MAX_BYTES_CONFIG))
            .metadata(FetchMetadata.LEGACY);
    asked.add(node.id());
    client.send(
        client.newClientRequest(
            node.idString(),
            request,
            now,
            true,
            config.getInt(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG),
            answer -> hear(node, question, answer)),
        now);
  }

  private void hear(
      Node node, Map<TopicPartition, FetchRequest.PartitionData> question, ClientResponse answer) {
    asked.remove(node.id());
    if (answer.authenticationException() != null) {
      failure = answer.authenticationException();
    } else if (answer.versionMismatch() != null) {
      failure = answer.versionMismatch();
    } else if (answer.wasDisconnected()) {
      metadata.requestUpdate(false);
    } else {
      hear(question, (FetchResponse) answer.responseBody(), answer.requestHeader().apiVersion());
    }
  }

  private void hear(
      Map<TopicPartition, FetchRequest.PartitionData> question,
      FetchResponse answer,
      short version) {
    if (answer.error() != Errors.NONE) {
      question.keySet().forEach(partition -> hearOf(partition, answer.error()));
      return;
    }
    Map<Uuid, String> names = new HashMap<>();
    question.forEach((partition, asking) -> names.put(asking.topicId, partition.topic()));
    answer
        .responseData(names, version)
        .forEach(
            (partition, data) -> {
              FetchRequest.PartitionData asking = question.get(partition);
              PartitionReading reading = readings.get(partition);
              // Another broker may have answered meanwhile.
              if (asking != null && reading != null && reading.offset() == asking.fetchOffset) {
                hearOf(reading, data);
              }
            });
  }

  private void hearOf(PartitionReading reading, FetchResponseData.PartitionData data) {
    TopicPartition partition = reading.partition();
    Errors error = Errors.forCode(data.errorCode());
    if (error != Errors.NONE) {
      hearOf(partition, error);
    } else if (FetchResponse.isDivergingEpoch(data)) {
      failure = reading.cutBack(data.divergingEpoch().endOffset());
    } else {
      List<LogBatch> batches = reading.take(data);
      if (!batches.isEmpty()) {
        fetched.computeIfAbsent(partition, each -> new ArrayList<>()).addAll(batches);
        readings.remove(partition);
        readings.put(partition, reading);
      }
    }
  }

  private void hearOf(TopicPartition partition, Errors error) {
    PartitionReading reading = readings.get(partition);
    if (reading == null) {
      return;
    }
    if (error == Errors.OFFSET_OUT_OF_RANGE) {
      reading.outOfRange().ifPresent(gone -> failure = gone);
    } else if (error != Errors.CORRUPT_MESSAGE && error.exception() instanceof RetriableException) {
      metadata.requestUpdate(false);
      reading.pause(time.milliseconds() + config.getLong(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG));
    } else {
      failure =
          new FreshetException(
              Fault.DEPENDENCY,
              "Kafka does not let %s be read: %s".formatted(partition, error.message()),
              error.exception());
    }
  }

  @Override
  public void close() throws Exception {
    client.close();
    metadata.close();
    metrics.close();
  }
}
