package io.freshet.bench.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/** How events stand in a request. */
public enum Shape {
  SINGLE("single", 1, "application/cloudevents+json"),
  BATCH("batch of 100", 100, "application/cloudevents-batch+json"),
  REST("REST v2, 100 records", 100, "application/vnd.kafka.json.v2+json");

  private static final int DASHERS = 2000;
  private static final int BODIES = 64;
  private static final long SEED = 1;

  private final String title;
  private final int events;
  private final String mediaType;

  Shape(String title, int events, String mediaType) {
    this.title = title;
    this.events = events;
    this.mediaType = mediaType;
  }

  String title() {
    return title;
  }

  int events() {
    return events;
  }

  String mediaType() {
    return mediaType;
  }

  String path(String contract) {
    return this == REST ? "/topics/" + contract : "/events";
  }

  /** Bodies of different requests, each on one line. */
  List<String> bodies(String contract) {
    return bodies(random -> body(contract, random));
  }

  /** As many as a load has, the same each time. */
  static List<String> bodies(Function<Random, String> body) {
    Random random = new Random(SEED);

    return Stream.generate(() -> body.apply(random)).limit(BODIES).toList();
  }

  private String body(String contract, Random random) {
    if (this == SINGLE) {
      return event(contract, random).toString();
    }
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    ArrayNode items = request.putArray("records");
    for (int i = 0; i < events; i++) {
      if (this == REST) {
        items.addObject().set("value", ping(random));
      } else {
        items.add(event(contract, random));
      }
    }

    return this == REST ? request.toString() : items.toString();
  }

  private static ObjectNode event(String contract, Random random) {
    ObjectNode event =
        JsonNodeFactory.instance
            .objectNode()
            .put("specversion", "1.0")
            .put("id", Long.toHexString(random.nextLong()))
            .put("source", "/bench")
            .put("type", contract);
    event.set("data", ping(random));

    return event;
  }

  static ObjectNode ping(Random random) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("market", "san_francisco")
        .put("dasher_id", random.nextInt(DASHERS))
        .put("order_id", random.nextInt(1_000_000))
        .put("latitude", "37." + (700_000 + random.nextInt(100_000)))
        .put("longitude", "-122." + (400_000 + random.nextInt(100_000)))
        .put("event_time", Instant.now().toString())
        .put("accuracy_meters", random.nextInt(50));
  }
}
