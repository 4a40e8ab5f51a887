package io.freshet.serving.eta.rebuild;

import io.freshet.serving.eta.alert.Alert;
import io.freshet.serving.eta.alert.AlertChange.Change;
import io.freshet.serving.eta.alert.MarketStanding;
import io.freshet.serving.eta.supply.MarketSupply;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;

/**
 * The newest minute of each market's supply, as it was told first, since the job shows no revision;
 * and which alerts were on at its end.
 */
final class SupplyBook {
  private final Map<String, Told> newest = new HashMap<>();

  /** All that is known: an alert that changed after a market's newest minute is as it was then. */
  private final Map<String, Map<Alert, NavigableMap<Long, SupplyAlert>>> alerts = new HashMap<>();

  private long newestMillis = Long.MIN_VALUE;

  private record Told(MarketSupply supply, long receivedMillis) {}

  void add(MarketSupply supply, long receivedMillis) {
    newestMillis = Math.max(newestMillis, supply.millis());
    Told held = newest.get(supply.market());
    if (held == null || supply.millis() > held.supply().millis()) {
      newest.put(supply.market(), new Told(supply, receivedMillis));
    }
  }

  void add(SupplyAlert alert) {
    alerts
        .computeIfAbsent(alert.market(), market -> new EnumMap<>(Alert.class))
        .computeIfAbsent(alert.alert(), which -> new TreeMap<>())
        .put(alert.millis(), alert);
  }

  /** How each market stands by its newest minute, and when that came in. */
  void forEach(ObjLongConsumer<MarketStanding> reader) {
    newest
        .values()
        .forEach(
            told ->
                reader.accept(
                    new MarketStanding(told.supply(), on(told.supply())), told.receivedMillis()));
  }

  int size() {
    return newest.size();
  }

  /** Event time of the newest minute; {@code Long.MIN_VALUE} before the first. */
  long newestMillis() {
    return newestMillis;
  }

  private List<MarketStanding.On> on(MarketSupply supply) {
    List<MarketStanding.On> on = new ArrayList<>();
    alerts
        .getOrDefault(supply.market(), Map.of())
        .forEach(
            (alert, changes) -> {
              Map.Entry<Long, SupplyAlert> last = changes.floorEntry(supply.millis());
              if (last != null && last.getValue().change() == Change.BEGAN) {
                on.add(
                    new MarketStanding.On(
                        alert,
                        last.getValue().beganAt(),
                        alert.seen(supply.figures()),
                        last.getValue().threshold()));
              }
            });

    return on;
  }
}
