package io.freshet.serving.live.order;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/** What a watcher is told, as JSON; docs/reference/live.md has the protocol. */
public final class OrderMessages {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String TYPE = "type";
  private static final String VERSION = "version";

  private OrderMessages() {}

  public static String snapshot(OrderState state) {
    ObjectNode message = JSON.objectNode().put(TYPE, "snapshot");
    message.set(VERSION, version(state.version()));
    message.set("order", state.fields());

    return message.toString();
  }

  /** What makes the one state of the other: fields that are to be set, names to be removed. */
  public static String delta(OrderState from, OrderState to) {
    ObjectNode message = JSON.objectNode().put(TYPE, "delta");
    message.set("from", version(from.version()));
    message.set(VERSION, version(to.version()));
    ObjectNode set = message.putObject("set");
    for (Map.Entry<String, JsonNode> field : to.fields().properties()) {
      if (!field.getValue().equals(from.fields().get(field.getKey()))) {
        set.set(field.getKey(), field.getValue());
      }
    }
    ArrayNode unset = message.putArray("unset");
    for (Map.Entry<String, JsonNode> field : from.fields().properties()) {
      if (!to.fields().has(field.getKey())) {
        unset.add(field.getKey());
      }
    }

    return message.toString();
  }

  public static String waiting() {
    return JSON.objectNode().put(TYPE, "waiting").toString();
  }

  public static String stale(Instant since) {
    return JSON.objectNode().put(TYPE, "stale").put("since", since.toString()).toString();
  }

  public static String fresh() {
    return JSON.objectNode().put(TYPE, "fresh").toString();
  }

  public static String gone() {
    return JSON.objectNode().put(TYPE, "gone").toString();
  }

  private static ArrayNode version(Version version) {
    return JSON.arrayNode().add(version.orderVersion()).add(version.eventMillis());
  }
}
