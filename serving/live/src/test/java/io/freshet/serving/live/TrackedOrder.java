package io.freshet.serving.live;

import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.order.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An order in San Francisco that a test moves on. */
final class TrackedOrder {
  private static final double CENTRE_LATITUDE = 37.7749;
  private static final double CENTRE_LONGITUDE = -122.4394;
  private static final double LATITUDE_PER_BLOCK = 0.000898;
  private static final double LONGITUDE_PER_BLOCK = 0.001137;

  private final OrderWriter writer;
  private final OrderKey key;
  private final Map<String, String> members = new LinkedHashMap<>();
  private long version;

  TrackedOrder(OrderWriter writer, OrderKey key) {
    this.writer = writer;
    this.key = key;
  }

  OrderKey key() {
    return key;
  }

  TrackedOrder text(String name, String value) {
    members.put(name, "\"%s\"".formatted(value));

    return this;
  }

  TrackedOrder number(String name, long value) {
    members.put(name, Long.toString(value));

    return this;
  }

  TrackedOrder without(String name) {
    members.remove(name);

    return this;
  }

  /** A time that lies so far from now. */
  TrackedOrder time(String name, Duration fromNow) {
    return text(name, Instant.now().plus(fromNow).toString());
  }

  /** A place, in blocks east and north of the city's centre. */
  TrackedOrder place(String name, double east, double north) {
    members.put(name, "{%s}".formatted(degrees(east, north)));

    return this;
  }

  /** The dasher is there, and has been seen there now. */
  TrackedOrder dasher(double east, double north) {
    String[] degrees = degrees(east, north).split(",", -1);
    members.put("latitude", degrees[0].substring(degrees[0].indexOf(':') + 1));
    members.put("longitude", degrees[1].substring(degrees[1].indexOf(':') + 1));

    return time("position_time", Duration.ZERO);
  }

  /** Writes it, as one more step or as news of the same. */
  void is(String state) {
    version++;
    Version next = new Version(version, System.currentTimeMillis());
    String more =
        members.entrySet().stream()
            .map(each -> ",\"%s\":%s".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining());
    writer.write(key, next, OrderWriter.document(key, next, state, more));
  }

  private static String degrees(double east, double north) {
    return String.format(
        Locale.ROOT,
        "\"latitude\":%.6f,\"longitude\":%.6f",
        CENTRE_LATITUDE + north * LATITUDE_PER_BLOCK,
        CENTRE_LONGITUDE + east * LONGITUDE_PER_BLOCK);
  }
}
