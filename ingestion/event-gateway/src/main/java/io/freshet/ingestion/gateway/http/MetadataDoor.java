package io.freshet.ingestion.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.ingestion.gateway.admission.Sender;
import io.freshet.ingestion.gateway.reading.ReadableStreams;
import io.freshet.ingestion.gateway.restproxy.RestProxyError;
import io.freshet.ingestion.gateway.restproxy.RestProxyException;
import io.freshet.ingestion.gateway.stream.Cluster;
import io.freshet.ingestion.gateway.stream.OpenStreams;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * {@code GET /topics…} and {@code /brokers}: what the REST Proxy tells of topics, partitions and
 * brokers, of the topics alone that contracts let the caller send to or read.
 */
final class MetadataDoor implements Door {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Cluster cluster;

  MetadataDoor(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return "metadata";
  }

  @Override
  public Reply refuse(Problem problem) {
    return RestReplies.refuse(problem);
  }

  @Override
  public CompletableFuture<Reply> take(Visit visit) {
    return RestReplies.answering(
        () -> {
          RestReplies.requireService(visit.sender());

          return answer(names(visit), visit.path().substring(1).split("/", -1))
              .thenApplyAsync(RestReplies::of, visit.executor());
        });
  }

  private CompletableFuture<JsonNode> answer(Set<String> visible, String[] path) {
    if (path[0].equals("brokers")) {
      return cluster.brokers().thenApply(MetadataDoor::brokers);
    }
    if (path.length == 1) {
      ArrayNode names = JSON.arrayNode();
      visible.forEach(names::add);

      return CompletableFuture.completedFuture(names);
    }
    String topic = path[1];
    boolean isOfPartitions = path.length > 2 && path[2].equals("partitions");
    if (path.length == 2) {
      return topic(visible, topic).thenApply(MetadataDoor::topic);
    }
    if (path.length == 3 && isOfPartitions) {
      return topic(visible, topic).thenApply(MetadataDoor::partitions);
    }
    if (path.length == 4 && isOfPartitions) {
      return partition(visible, topic, path[3]).thenApply(MetadataDoor::partition);
    }
    if (path.length == 5 && isOfPartitions && path[4].equals("offsets")) {
      return partition(visible, topic, path[3])
          .thenCompose(found -> cluster.offsets(topic, found.partition()))
          .thenApply(MetadataDoor::offsets);
    }
    throw new RestProxyException(
        RestProxyError.NO_TOPIC, "There is nothing at /%s".formatted(String.join("/", path)));
  }

  /** The topics that the caller may send to or read. */
  private static Set<String> names(Visit visit) {
    Sender sender = visit.sender();
    OpenStreams open = visit.served().streams();
    ReadableStreams readable = visit.served().readable();
    Set<String> names = new TreeSet<>(readable.of(sender.producer()).keySet());
    open.names().stream()
        .filter(name -> open.find(name).orElseThrow().admits(sender.producer()))
        .forEach(names::add);
    names.removeIf(name -> !sender.mayUse(name));

    return names;
  }

  private CompletableFuture<Cluster.Topic> topic(Set<String> visible, String topic) {
    if (!visible.contains(topic)) {
      throw new RestProxyException(
          RestProxyError.NO_TOPIC,
          "No contract %s lets you send to it or read it over HTTP".formatted(topic));
    }

    return cluster.topic(topic);
  }

  private CompletableFuture<Cluster.Partition> partition(
      Set<String> visible, String topic, String partition) {
    return topic(visible, topic)
        .thenApply(
            found ->
                found.partitions().stream()
                    .filter(each -> Integer.toString(each.partition()).equals(partition))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new RestProxyException(
                                RestProxyError.NO_PARTITION,
                                "%s has no partition %s".formatted(topic, partition))));
  }

  private static JsonNode brokers(Iterable<Integer> brokers) {
    ObjectNode json = JSON.objectNode();
    brokers.forEach(json.putArray("brokers")::add);

    return json;
  }

  private static JsonNode topic(Cluster.Topic topic) {
    ObjectNode json = JSON.objectNode().put("name", topic.name());
    ObjectNode configs = json.putObject("configs");
    new TreeMap<>(topic.config()).forEach(configs::put);
    json.set("partitions", partitions(topic));

    return json;
  }

  private static JsonNode partitions(Cluster.Topic topic) {
    ArrayNode json = JSON.arrayNode();
    topic.partitions().stream().map(MetadataDoor::partition).forEach(json::add);

    return json;
  }

  private static JsonNode partition(Cluster.Partition partition) {
    ObjectNode json =
        JSON.objectNode().put("partition", partition.partition()).put("leader", partition.leader());
    ArrayNode replicas = json.putArray("replicas");
    for (Cluster.Replica replica : partition.replicas()) {
      replicas
          .addObject()
          .put("broker", replica.broker())
          .put("leader", replica.isLeader())
          .put("in_sync", replica.isInSync());
    }

    return json;
  }

  private static JsonNode offsets(Cluster.Offsets offsets) {
    return JSON.objectNode()
        .put("beginning_offset", offsets.beginning())
        .put("end_offset", offsets.end());
  }
}
