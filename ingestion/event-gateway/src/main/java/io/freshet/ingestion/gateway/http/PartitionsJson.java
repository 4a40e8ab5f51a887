package io.freshet.ingestion.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.ingestion.gateway.restproxy.RestProxyError;
import io.freshet.ingestion.gateway.restproxy.RestProxyException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Partitions and offsets in the bodies of consumers' requests and answers. */
final class PartitionsJson {
  private static final String PARTITIONS = "partitions";
  private static final String OFFSETS = "offsets";
  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

  private PartitionsJson() {}

  static Set<TopicPartition> partitions(JsonNode body) {
    Set<TopicPartition> partitions = new LinkedHashSet<>();
    for (JsonNode item : items(body, PARTITIONS)) {
      partitions.add(partition(item));
    }

    return partitions;
  }

  static Map<TopicPartition, Long> offsets(JsonNode body) {
    Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
    for (JsonNode item : items(body, OFFSETS)) {
      offsets.put(partition(item), wholeNumber(item, "offset"));
    }

    return offsets;
  }

  /** Of the records that are done, as clients of this protocol have it: the next one comes next. */
  static Map<TopicPartition, OffsetAndMetadata> positions(JsonNode body) {
    Map<TopicPartition, OffsetAndMetadata> positions = new LinkedHashMap<>();
    for (JsonNode item : items(body, OFFSETS)) {
      positions.put(
          partition(item),
          new OffsetAndMetadata(
              Math.addExact(wholeNumber(item, "offset"), 1), item.path("metadata").asText("")));
    }

    return positions;
  }

  static ObjectNode json(Collection<TopicPartition> partitions) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode array = json.putArray(PARTITIONS);
    partitions.stream().sorted(ORDER).forEach(partition -> put(array.addObject(), partition));

    return json;
  }

  static ObjectNode json(Map<TopicPartition, OffsetAndMetadata> positions) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode array = json.putArray(OFFSETS);
    positions.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(ORDER))
        .forEach(
            position ->
                put(array.addObject(), position.getKey())
                    .put("offset", position.getValue().offset())
                    .put("metadata", position.getValue().metadata()));

    return json;
  }

  private static ObjectNode put(ObjectNode json, TopicPartition partition) {
    return json.put("topic", partition.topic()).put("partition", partition.partition());
  }

  private static JsonNode items(JsonNode body, String member) {
    JsonNode items = body.path(member);
    if (!items.isArray()) {
      throw invalid("The request has no list of %s".formatted(member));
    }

    return items;
  }

  private static TopicPartition partition(JsonNode item) {
    JsonNode topic = item.path("topic");
    if (!topic.isTextual()) {
      throw invalid("%s names no topic".formatted(item));
    }
    long partition = wholeNumber(item, "partition");
    if (partition > Integer.MAX_VALUE) {
      throw invalid("partition is %d".formatted(partition));
    }

    return new TopicPartition(topic.textValue(), (int) partition);
  }

  private static long wholeNumber(JsonNode item, String member) {
    JsonNode number = item.path(member);
    if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
      throw invalid("%s is %s; a whole number from 0 is wanted".formatted(member, number));
    }
    // So that the next one is a number, too.
    return Math.min(number.longValue(), Long.MAX_VALUE - 1);
  }

  private static RestProxyException invalid(String message) {
    return new RestProxyException(RestProxyError.INVALID_REQUEST, message);
  }
}
