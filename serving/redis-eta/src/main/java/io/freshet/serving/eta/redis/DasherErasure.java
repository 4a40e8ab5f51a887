package io.freshet.serving.eta.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes one dasher out of what Redis shows: their own documents go, and those of orders lose who
 * carries them, and where. The job may go on: of a dasher who sends pings it knows anew. Doing it
 * again is safe. Not thread-safe.
 */
public final class DasherErasure {
  private static final String DASHER_ID = "dasher_id";
  private static final List<String> THEIRS =
      List.of(DASHER_ID, "latitude", "longitude", "position_time", "distance_meters");
  private static final int KEYS_AT_ONCE = 500;

  /** An order's document is replaced with each ping. */
  private static final int ATTEMPTS = 10;

  // Numbers stay as they are written.
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private final RedisDocuments redis;
  private final long dasherId;

  public DasherErasure(RedisDocuments redis, long dasherId) {
    this.redis = redis;
    this.dasherId = dasherId;
  }

  /**
   * What knows the dasher.
   *
   * @param documents of their own
   * @param orders whose documents name them
   */
  public record Known(int documents, int orders) {
    /** How many must show up in an answer to {@link #queries}. */
    public int all() {
      return documents + orders;
    }
  }

  /** Changes nothing. */
  public Known look() {
    return new Known(own().size(), orders().size());
  }

  /** Returns how many have lost the dasher. */
  public Known forget() {
    int documents = 0;
    for (String key : own()) {
      documents += redis.remove(key) ? 1 : 0;
    }
    int orders = 0;
    for (String key : orders()) {
      orders += strip(key) ? 1 : 0;
    }

    return new Known(documents, orders);
  }

  /** What prints 0 when nothing knows the dasher. */
  public List<String> queries() {
    return List.of(
        "redis-cli --scan --pattern '%s' | wc -l".formatted(RedisKeys.dasherAnywhere(dasherId)),
        "redis-cli --scan --pattern '%s' | xargs -r -d '\\n' -n 1 redis-cli get | grep -c '\"%s\":%d[,}]'"
            .formatted(RedisKeys.ORDERS, DASHER_ID, dasherId));
  }

  private Set<String> own() {
    Set<String> keys = new TreeSet<>();
    redis.keysOfDasher(dasherId, keys::add);

    return keys;
  }

  private Set<String> orders() {
    Set<String> found = new TreeSet<>();
    List<String> waiting = new ArrayList<>(KEYS_AT_ONCE);
    redis.orderKeys(
        key -> {
          waiting.add(key);
          if (waiting.size() == KEYS_AT_ONCE) {
            addTheirs(waiting, found);
          }
        });
    addTheirs(waiting, found);

    return found;
  }

  private void addTheirs(List<String> keys, Set<String> found) {
    List<Optional<String>> texts = redis.read(keys);
    for (int i = 0; i < keys.size(); i++) {
      if (texts.get(i).flatMap(this::theirs).isPresent()) {
        found.add(keys.get(i));
      }
    }
    keys.clear();
  }

  /** The document, if it names the dasher. */
  private Optional<ObjectNode> theirs(String text) {
    try {
      JsonNode node = JSON.readTree(text);

      return node instanceof ObjectNode document
              && document.path(DASHER_ID).isIntegralNumber()
              && document.path(DASHER_ID).longValue() == dasherId
          ? Optional.of(document)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty(); // somebody else's
    }
  }

  private boolean strip(String key) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<String> held = redis.read(List.of(key)).get(0);
      Optional<ObjectNode> document = held.flatMap(this::theirs);
      if (document.isEmpty()) {
        return false;
      }
      if (redis.replace(key, held.get(), document.get().remove(THEIRS).toString())) {
        return true;
      }
    }

    return false;
  }
}
