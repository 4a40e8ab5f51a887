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

  private final Optional<Webhook> webhook;
  private final Map<Subject, Incident> open = new LinkedHashMap<>();
  private final Deque<Incident> over = new ArrayDeque<>();

  /**
   * What an alert is about: a table may be late, and then be unknown besides.
   *
   * @param table empty of what is about all tables
   */
  private record Subject(Optional<String> table, Alert.State begun) {}

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
    Subject late = new Subject(alert.table(), Alert.State.BREACHED);
    Subject unknown = new Subject(alert.table(), Alert.State.UNMEASURED);
    switch (alert.state()) {
      case BREACHED -> open.putIfAbsent(late, Incident.begun(alert));
      case RENEWED -> open.computeIfPresent(late, (same, begun) -> begun.renewed(alert));
      case RECOVERED -> end(late, alert);
      case UNMEASURED -> open.putIfAbsent(unknown, Incident.begun(alert));
      case MEASURED -> end(unknown, alert);
      // Of a day, not of how late the table is now: the page has them by their receipts.
      case FOUND, SETTLED -> {}
    }
    while (over.size() > MOST_OVER) {
      over.removeLast();
    }
  }

  private void end(Subject about, Alert alert) {
    Incident begun = open.remove(about);
    if (begun != null) {
      over.addFirst(begun.endedAt(alert.at()));
    }
  }

  public synchronized AlertFacts facts() {
    return new AlertFacts(
        List.copyOf(open.values()), List.copyOf(over), webhook.map(Webhook::tally));
  }
}
