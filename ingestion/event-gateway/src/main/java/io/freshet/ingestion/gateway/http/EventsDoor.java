package io.freshet.ingestion.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.envelope.offer.Offer;
import io.freshet.ingestion.gateway.admission.RateLimits;
import io.freshet.ingestion.gateway.cloudevents.CloudEvents;
import io.freshet.ingestion.gateway.intake.EventIntake;
import io.freshet.ingestion.gateway.intake.Outcome;
import io.freshet.ingestion.gateway.intake.Prepared;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** {@code POST /events}: CloudEvents. */
final class EventsDoor implements Door {
  private static final String JSON = "application/json";
  private static final int MULTI_STATUS = 207;

  private final EventIntake intake;
  private final RateLimits limits;
  private final int maxEvents;

  EventsDoor(EventIntake intake, RateLimits limits, int maxEvents) {
    this.intake = intake;
    this.limits = limits;
    this.maxEvents = maxEvents;
  }

  @Override
  public String name() {
    return "events";
  }

  @Override
  public Reply refuse(Problem problem) {
    return Reply.of(problem);
  }

  @Override
  public CompletableFuture<Reply> take(Visit visit) {
    Optional<CloudEvents.Mode> mode = CloudEvents.mode(visit.headers());
    if (mode.isEmpty()) {
      return CompletableFuture.completedFuture(
          refuse(
              Problem.of(
                  415,
                  "unsupported_media_type",
                  "Send application/cloudevents+json, application/cloudevents-batch+json, or the"
                      + " attributes as ce- headers")));
    }
    List<Offer> offers = CloudEvents.read(mode.get(), visit.headers(), visit.body(), maxEvents);
    limits.count(visit.producer(), Math.max(0, offers.size() - 1));
    List<Prepared> prepared = intake.prepare(visit.sender(), offers);

    return intake
        .send(visit.producer(), prepared, visit.executor())
        .thenApply(
            outcomes ->
                mode.get() == CloudEvents.Mode.BATCH || prepared.size() != 1
                    ? batch(prepared, outcomes)
                    : single(prepared.get(0), outcomes.get(0)));
  }

  private static Reply single(Prepared event, Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      return Reply.of(Problem.of(refused.refusal()));
    }
    if (outcome instanceof Outcome.Unavailable unavailable) {
      return Reply.of(unavailable(unavailable.detail()));
    }

    return Reply.of(outcome.status(), JSON, report(List.of(event), List.of(outcome)));
  }

  private static Reply batch(List<Prepared> events, List<Outcome> outcomes) {
    Set<Integer> statuses = outcomes.stream().map(Outcome::status).collect(Collectors.toSet());
    ObjectNode report = report(events, outcomes);
    if (Set.of(200, 202).containsAll(statuses)) {
      return Reply.of(statuses.contains(202) ? 202 : 200, JSON, report);
    }
    if (statuses.size() > 1) {
      return Reply.of(MULTI_STATUS, JSON, report);
    }
    int status = statuses.iterator().next();
    String detail = "None of the %d events is taken".formatted(events.size());
    Problem problem =
        status == 503 ? unavailable(detail) : Problem.of(status, "batch_refused", detail);
    ObjectNode json = problem.json();
    json.setAll(report);

    return Reply.of(status, Problem.MEDIA_TYPE, json).retryAfter(problem.retryAfter());
  }

  private static Problem unavailable(String detail) {
    return Problem.of(503, "unavailable", detail).retryAfter(GatewayHandler.RETRY_AFTER);
  }

  private static ObjectNode report(List<Prepared> events, List<Outcome> outcomes) {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    long taken = outcomes.stream().filter(outcome -> outcome.status() < 300).count();
    report.put("taken", taken).put("not_taken", outcomes.size() - taken);
    ArrayNode array = report.putArray("events");
    for (int i = 0; i < outcomes.size(); i++) {
      ObjectNode event = array.addObject().put("status", outcomes.get(i).status());
      events.get(i).id().ifPresent(id -> event.put("id", id));
      describe(event, outcomes.get(i));
    }

    return report;
  }

  private static void describe(ObjectNode event, Outcome outcome) {
    if (outcome instanceof Outcome.Stored stored) {
      event
          .put("stream", stored.position().topic())
          .put("partition", stored.position().partition())
          .put("offset", stored.position().offset());
    } else if (outcome instanceof Outcome.Taken taken) {
      event.put("stream", taken.contract());
    } else if (outcome instanceof Outcome.Refused refused) {
      event.put("cause", refused.refusal().cause()).put("detail", refused.refusal().detail());
      if (!refused.refusal().errors().isEmpty()) {
        event.set("errors", Problem.errors(refused.refusal().errors()));
      }
    } else {
      event.put("cause", "unavailable").put("detail", ((Outcome.Unavailable) outcome).detail());
    }
  }
}
