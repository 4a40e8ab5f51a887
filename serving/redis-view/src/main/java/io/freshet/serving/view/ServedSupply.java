package io.freshet.serving.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The newest minute of a market's supply.
 *
 * @param alerts that are on
 */
public record ServedSupply(
    Instant at, long online, long busy, long idle, long openOrders, List<String> alerts) {
  public ServedSupply {
    alerts = List.copyOf(alerts);
  }

  /** The supply of a document's text; empty where it is something else. */
  public static Optional<ServedSupply> parse(String text) {
    return Document.parse(text)
        .filter(document -> document.number("open_orders").isPresent())
        .map(
            document ->
                new ServedSupply(
                    document.version().eventTime(),
                    document.number("online_dashers").orElse(0),
                    document.number("busy_dashers").orElse(0),
                    document.number("idle_dashers").orElse(0),
                    document.number("open_orders").orElse(0),
                    document.texts("alerts", "alert")));
  }
}
