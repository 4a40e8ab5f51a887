package io.freshet.console.page;

import io.freshet.assurance.find.Sighting;
import io.freshet.core.contract.Contract;
import io.freshet.serving.view.EventViews;
import io.freshet.serving.view.RedisFindings;
import io.freshet.serving.view.ServedEvent;
import io.freshet.serving.view.ServedEvent.Standing;
import io.freshet.serving.view.Version;
import java.util.Optional;

/**
 * What Redis shows of an event.
 *
 * @param isPassed whether it shows the event, or what came after it
 * @param detail by what that is known; empty where nothing is
 * @param order the page of the event's order; empty for a dasher's
 */
public record RedisStation(
    String verdict, boolean isPassed, String detail, Optional<String> order) {
  /** Empty where Redis shows nothing of such events. */
  static Optional<RedisStation> of(
      Sighting sighting, Optional<Contract> contract, RedisFindings findings) {
    if (contract.filter(EventViews::shows).isEmpty()) {
      return Optional.empty();
    }
    Optional<ServedEvent> served = findings.at(sighting.partition(), sighting.offset());

    return Optional.of(
        served
            .map(RedisStation::of)
            .orElseGet(
                () ->
                    new RedisStation(
                        "not known",
                        false,
                        findings
                            .failure()
                            .orElse("only of events that Kafka holds and nobody refused"),
                        Optional.empty())));
  }

  private static RedisStation of(ServedEvent served) {
    Standing standing = served.standing();

    return new RedisStation(
        standing.meaning(),
        standing == Standing.PASSED,
        served
            .held()
            .map(held -> "it shows %s; the event is %s".formatted(text(held), text(served.event())))
            .orElse(
                "an order that is over is shown for a while only, one that is silent for hours"),
        served
            .order()
            .map(
                order -> Links.order(order.market(), order.orderId(), served.event().eventTime())));
  }

  /** A dasher's document has no steps, and so no version but its time. */
  private static String text(Version version) {
    String time = Texts.moment(version.eventTime());

    return version.orderVersion() == 0
        ? time
        : "version %d of %s".formatted(version.orderVersion(), time);
  }
}
