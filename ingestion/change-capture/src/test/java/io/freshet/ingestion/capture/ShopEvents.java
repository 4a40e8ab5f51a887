package io.freshet.ingestion.capture;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.core.envelope.stream.EventConsumer.Received;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;

/** What became of a shop's changes, and what should have. */
final class ShopEvents implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LOOK = Duration.ofSeconds(3);

  private final Shop shop;
  private final Map<String, EventConsumer> consumers = new HashMap<>();
  private final Map<String, List<Seen>> seen = new HashMap<>();

  /**
   * An event as far as a test keeps it: there are many, and some are large.
   *
   * @param change key and what became of it: {@code m1:7 W17} for a write, or {@code m1:7 D17}
   */
  record Seen(String id, String change) {}

  ShopEvents(Shop shop) {
    this.shop = shop;
  }

  /** What readers of committed records have found by now, in their order. */
  List<Seen> seen(Contract contract) {
    EventConsumer consumer =
        consumers.computeIfAbsent(contract.name(), name -> fromBeginning(contract));
    List<Seen> all = seen.computeIfAbsent(contract.name(), name -> new ArrayList<>());
    // No longer, as more may come for ever.
    long deadline = System.nanoTime() + LOOK.toNanos();
    List<Received> some;
    do {
      some = consumer.poll(POLL);
      for (Received each : some) {
        Decoded.Event event = (Decoded.Event) each.decoded();
        all.add(new Seen(event.envelope().id(), text(event)));
      }
    } while (!some.isEmpty() && System.nanoTime() < deadline);

    return all;
  }

  /** The events themselves. */
  List<Decoded.Event> received(Contract contract) {
    List<Decoded.Event> all = new ArrayList<>();
    try (EventConsumer consumer = fromBeginning(contract)) {
      do {
        consumer.poll(POLL).forEach(each -> all.add((Decoded.Event) each.decoded()));
      } while (!consumer.isAtEnd());
    }

    return all;
  }

  private EventConsumer fromBeginning(Contract contract) {
    return EventConsumer.fromBeginning(shop.kafka(), shop.registry(), List.of(contract));
  }

  /** Of this shop; others have theirs on the same topic. */
  List<GenericRecord> deadLetters() {
    return received(shop.contracts().deadLetters()).stream()
        .map(Decoded.Event::payload)
        .filter(letter -> EventFields.text(letter, "origin_topic").contains(shop.database()))
        .toList();
  }

  /** By key, in the order in which readers find them: {@code W17} for a write, or {@code D17}. */
  Map<String, List<String>> changes(Contract contract) {
    return byKey(seen(contract).stream().map(Seen::change).toList());
  }

  /** As the trigger has noted them, under a condition on what it notes. */
  Map<String, List<String>> noted(String condition) throws SQLException {
    return byKey(
        query(
            "select market || ':' || order_id || ' ' || op || version from noted where (%s) order by seq"
                .formatted(condition)));
  }

  int count(String condition) throws SQLException {
    return Integer.parseInt(
        query("select count(*)::text from noted where (%s)".formatted(condition)).get(0));
  }

  private List<String> query(String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = shop.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        texts.add(row.getString(1));
      }
    }

    return texts;
  }

  private static Map<String, List<String>> byKey(List<String> changes) {
    Map<String, List<String>> byKey = new TreeMap<>();
    for (String change : changes) {
      int space = change.indexOf(' ');
      byKey
          .computeIfAbsent(change.substring(0, space), key -> new ArrayList<>())
          .add(change.substring(space + 1));
    }

    return byKey;
  }

  private static String text(Decoded.Event event) {
    GenericRecord payload = event.payload();
    boolean isDeletion =
        payload.getSchema().getField("deleted") != null && (Boolean) payload.get("deleted");

    return "%s:%d %s%d"
        .formatted(
            EventFields.text(payload, "market"),
            EventFields.longValue(payload, "order_id"),
            isDeletion ? "D" : "W",
            EventFields.longValue(payload, "version"));
  }

  @Override
  public void close() {
    consumers.values().forEach(EventConsumer::close);
  }
}
