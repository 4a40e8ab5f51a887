package io.freshet.cli.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.freshet.cli.output.Amounts;
import io.freshet.core.redis.JedisClients;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** Reads from Redis what a customer would see of some orders. */
public final class LiveOrders implements AutoCloseable {
  private static final String PREFIX = "eta:{";
  private static final ScanParams ORDERS = new ScanParams().match(PREFIX + "*").count(1000);
  private static final Set<String> OVER = Set.of("delivered", "cancelled");
  private static final int MAX_SCANS = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JedisPooled redis;

  private LiveOrders(JedisPooled redis) {
    this.redis = redis;
  }

  public static LiveOrders open(Settings settings) {
    RedisSettings redis = RedisSettings.from(settings);
    RedisSettings.Node node = redis.nodes().get(0); // the embedded platform has one

    return new LiveOrders(
        new JedisPooled(
            new HostAndPort(node.host(), node.port()), JedisClients.config(redis).build()));
  }

  /** Of an order, such as {@code eta:{san_francisco:4711}}. */
  public static String key(String market, long orderId) {
    return "%s%s:%d}".formatted(PREFIX, market, orderId);
  }

  /**
   * An order on its way.
   *
   * @param key such as {@code eta:{san_francisco:4711}}
   */
  public record LiveOrder(String key, JsonNode document) {
    public String market() {
      return document.path("market").asText();
    }

    public String orderId() {
      return document.path("order_id").asText();
    }

    public boolean isPickedUp() {
      return document.path("state").asText().equals("picked_up");
    }

    /** When the newest event was that it knows of. */
    Instant heard() {
      return Instant.ofEpochMilli(document.path("event_time_ms").asLong());
    }

    Instant arrival() {
      return Instant.parse(document.path("predicted_arrival").asText());
    }

    /** Such as {@code order tokyo:17 wait, 4.2 km to go, arrives 05:49 to 05:53 UTC, in 13 min}. */
    public String describe(Instant now) {
      JsonNode way = document.path("distance_meters");
      Instant arrival = arrival();
      Instant latest = Instant.parse(document.path("latest_arrival").asText());
      Duration left = Duration.between(now, arrival);
      // A replay shows orders of long ago: then the prediction says how long it took.
      Duration shown =
          left.abs().compareTo(Duration.ofDays(1)) > 0
              ? Duration.ofSeconds(document.path("remaining_seconds").asLong())
              : left;

      return "order %s  %s%s, arrives %s to %s UTC, %s"
          .formatted(
              key.substring(PREFIX.length(), key.length() - 1),
              document.path("stage").asText(),
              way.isMissingNode()
                  ? ""
                  : String.format(Locale.ROOT, ", %.1f km to go", way.asInt() / 1000.0),
              minute(arrival),
              minute(latest.plusSeconds(59)), // the minute by whose beginning it is there
              shown.isNegative() ? "due" : "in " + Amounts.age(shown));
    }

    private static LocalTime minute(Instant time) {
      return LocalTime.ofInstant(time, ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
    }
  }

  /** Up to {@code most} orders on their way, whichever come first; empty until the first ETA. */
  public List<LiveOrder> some(int most) {
    return some(most, key -> true);
  }

  /**
   * The same of some orders alone.
   *
   * @param isWanted whether an order of that key is one of them
   */
  public List<LiveOrder> some(int most, Predicate<String> isWanted) {
    List<LiveOrder> orders = new ArrayList<>();
    String cursor = ScanParams.SCAN_POINTER_START;
    for (int scan = 0; scan < MAX_SCANS && orders.size() < most; scan++) {
      ScanResult<String> result = redis.scan(cursor, ORDERS);
      for (String key : result.getResult()) {
        boolean isRead = orders.size() < most && isWanted.test(key);
        JsonNode order = isRead ? read(key) : MissingNode.getInstance();
        if (isOnItsWay(order)) {
          orders.add(new LiveOrder(key, order));
        }
      }
      cursor = result.getCursor();
      if (result.isCompleteIteration()) {
        break;
      }
    }

    return orders;
  }

  /** Of all that were heard of since then, the one that can be followed longest, best by map. */
  public Optional<LiveOrder> longest(Instant since) {
    return longest(some(Integer.MAX_VALUE), since);
  }

  /** A dasher who carries the food is seen driving. */
  static Optional<LiveOrder> longest(List<LiveOrder> orders, Instant since) {
    return orders.stream()
        .filter(order -> !order.heard().isBefore(since))
        .max(Comparator.comparing(LiveOrder::isPickedUp).thenComparing(LiveOrder::arrival));
  }

  /** Whether there is still something to see of it. */
  public boolean isOnItsWay(String key) {
    return isOnItsWay(read(key));
  }

  private static boolean isOnItsWay(JsonNode order) {
    return order.has("latest_arrival") && !OVER.contains(order.path("state").asText());
  }

  /** Missing where it has just expired. */
  private JsonNode read(String key) {
    String document = redis.get(key);
    try {
      return document == null ? MissingNode.getInstance() : JSON.readTree(document);
    } catch (JsonProcessingException e) {
      throw new FreshetException(
          Fault.OURS, "Redis holds no order under %s, but: %s".formatted(key, document), e);
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
