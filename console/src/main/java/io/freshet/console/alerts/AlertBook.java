package io.freshet.console.alerts;

import io.freshet.assurance.alert.Alert;
import io.freshet.assurance.alert.Webhook;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes down each alert, sends it on where somebody is to be told, and pairs what began with what
 * ended. What more is known of one that lasts is for who looks: nobody is told twice. Holds a
 * bounded number, in memory: the lake has the history of each table. Thread-safe.
 */
public final class AlertBook implements Consumer<Alert> {
  private static final int MOST_OVER = 100;

  /** Of what is about all tables. */
  private static final String ALL = "";

  private final Optional<Webhook> webhook;
  private final Map<String, Incident> open = new LinkedHashMap<>();
  private final Deque<Incident> over = new ArrayDeque<>();

  /**
   * @param webhook empty where nobody is to be told
   */
  public AlertBook(Optional<Webhook> webhook) {
    this.webhook = webhook;
  }

  @Override
  public void accept(Alert alert) {
    note(alert);
    if (alert.state() != Alert.State.RENEWED) {
      webhook.ifPresent(each -> each.send(alert));
    }
  }

  private synchronized void note(Alert alert) {
    String about = alert.table().orElse(ALL);
    switch (alert.state()) {
      case BREACHED, UNMEASURED -> open.putIfAbsent(about, Incident.begun(alert));
      case RENEWED -> open.computeIfPresent(about, (table, begun) -> begun.renewed(alert));
      case RECOVERED, MEASURED -> {
        Incident begun = open.remove(about);
        if (begun != null) {
          over.addFirst(begun.endedAt(alert.at()));
        }
      }
      // Of a day, not of how late the table is now: the page has them by their receipts.
      case FOUND, SETTLED -> {}
    }
    while (over.size() > MOST_OVER) {
      over.removeLast();
    }
  }

  public synchronized AlertFacts facts() {
    return new AlertFacts(
        List.copyOf(open.values()), List.copyOf(over), webhook.map(Webhook::tally));
  }
}
