package io.freshet.console.alerts;

import io.freshet.assurance.alert.Webhook;
import java.util.List;
import java.util.Optional;

/**
 * Which alerts last and which are over, since this console started.
 *
 * @param open the oldest first
 * @param over the newest first
 * @param webhook what became of those that were sent; empty where the settings name no webhook
 */
public record AlertFacts(
    List<Incident> open, List<Incident> over, Optional<Webhook.Tally> webhook) {
  public AlertFacts {
    open = List.copyOf(open);
    over = List.copyOf(over);
  }

  public static AlertFacts none() {
    return new AlertFacts(List.of(), List.of(), Optional.empty());
  }
}
