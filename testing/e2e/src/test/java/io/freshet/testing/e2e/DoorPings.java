package io.freshet.testing.e2e;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.stream.EventConsumer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pings by ids of the test's own, as they are offered at the gateway and as the log has them. */
final class DoorPings {
  private static final int SOME_DASHER = 7;

  private DoorPings() {}

  /** In CloudEvents' JSON format. */
  static String event(Contract pings, String id) {
    return event(pings, id, SOME_DASHER);
  }

  /** The same, of one dasher. */
  static String event(Contract pings, String id, int dasher) {
    return """
        {"specversion": "1.0", "id": "%s", "source": "/phone", "type": "%s",
         "data": {"market": "san_francisco", "dasher_id": %d, "latitude": 37.77,
                  "longitude": -122.41, "event_time": "%s"}}"""
        .formatted(id, pings.name(), dasher, Instant.now().truncatedTo(ChronoUnit.MILLIS));
  }

  /** How often the stream has each id. */
  static Map<String, Integer> logged(WriterPool pool, Contract pings) {
    Map<String, Integer> ids = new HashMap<>();
    try (EventConsumer consumer =
        EventConsumer.fromBeginning(
            pool.streams().kafka(), pool.streams().registry(), List.of(pings))) {
      do {
        consumer
            .poll(Duration.ofSeconds(1))
            .forEach(
                event ->
                    ids.merge(((Decoded.Event) event.decoded()).envelope().id(), 1, Integer::sum));
      } while (!consumer.isAtEnd());
    }

    return ids;
  }
}
