package io.freshet.cli.demo;

import java.util.List;
import java.util.Optional;

/**
 * What is worth trying while a demo goes on; each link is open and each command works.
 *
 * @param console the console's home page
 * @param tracking the page of an order that is on its way, with a token for it
 */
public record NextSteps(String console, Optional<String> tracking) {
  private static final String QUESTION =
      "select market, count(*) as pings, max(event_time) as newest from raw.dasher_pings"
          + " group by market";

  /** For people, a step a line. */
  public List<String> lines() {
    return List.of(
        "A small marketplace goes on in the background. Worth trying now:",
        "  How stale is it?      " + console,
        "  Where is my order?    "
            + tracking.orElse("none is on its way yet; call ./freshet demo again in a minute"),
        "  What do tables say?   ./freshet sql \"%s\"".formatted(QUESTION),
        "  Is anything missing?  ./freshet prove order_events",
        "  Where to read on?     docs/quickstart.md",
        "./freshet demo shows this anew, with an order that is on its way then",
        "./freshet demo --down ends all of it");
  }
}
