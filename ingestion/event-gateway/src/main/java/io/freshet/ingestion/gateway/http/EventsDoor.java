package io.freshet.ingestion.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.envelope.TestMark;
import io.freshet.core.envelope.json.MalformedJsonException;
import io.freshet.core.envelope.offer.Offer;
import io.freshet.core.envelope.offer.Refusal;
import io.freshet.ingestion.gateway.admission.RateLimits;
import io.freshet.ingestion.gateway.cloudevents.CloudEvents;
import io.freshet.ingestion.gateway.cloudevents.TestHeader;
import io.freshet.ingestion.gateway.intake.EventIntake;
import io.freshet.ingestion.gateway.intake.Outcome;
import io.freshet.ingestion.gateway.intake.Prepared;
import io.freshet.ingestion.gateway.refusal.Claim;
import io.freshet.ingestion.gateway.refusal.Refusals;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** {@code POST /events}: CloudEvents. */
final class EventsDoor implements Door {
  private static final String JSON = "application/json";
  private static final int MULTI_STATUS = 207;

  private final EventIntake intake;
  private final Refusals refusals;
  private final RateLimits limits;
  private final int maxEvents;

  EventsDoor(EventIntake intake, Refusals refusals, RateLimits limits, int maxEvents) {
    this.intake = intake;
    this.refusals = refusals;
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
      return CompletableFuture.completedFuture(unread(visit));
    }
    List<Offer> offers = new ArrayList<>();
    List<Prepared> prepared;
    try {
      offers.addAll(CloudEvents.read(mode.get(), visit.headers(), visit.body(), maxEvents));
      limits.count(visit.producer(), Math.max(0, offers.size() - 1));
      prepared = intake.prepare(visit.served().streams(), visit.sender(), offers);
    } catch (MalformedJsonException e) {
      refusals.keep(visit.sender(), visit.body(), offers, isTest(visit), e);
      throw e;
    }

    return TracedSend.of(intake, visit, prepared)
        .thenApply(
            outcomes -> {
              refusals.keep(visit.sender(), visit.body(), offers, outcomes);

              return answer(mode.get(), prepared, outcomes).endingOn(endOfLife(prepared));
            });
  }

  private Reply unread(Visit visit) {
    Refusal refusal =
        Refusal.mediaType(
            "Send application/cloudevents+json, application/cloudevents-batch+json, or the"
                + " attributes as ce- headers");
    Claim claim = isTest(visit) ? Claim.nothing().test() : Claim.nothing();
    refusals.keep(visit.sender(), visit.body(), claim, refusal);

    return refuse(Problem.of(refusal));
  }

  /** Whether its headers say so. */
  private static boolean isTest(Visit visit) {
    return TestHeader.attributes(visit.headers()).map(TestMark::isIn).orElse(false);
  }

  private static Reply answer(
      CloudEvents.Mode mode, List<Prepared> events, List<Outcome> outcomes) {
    return mode == CloudEvents.Mode.BATCH || events.size() != 1
        ? batch(events, outcomes)
        : single(events.get(0), outcomes.get(0));
  }

  /** Of the contract that ends first, as events of a batch may be of several. */
  private static Optional<LocalDate> endOfLife(List<Prepared> events) {
    return events.stream()
        .filter(Prepared.Ready.class::isInstance)
        .map(event -> ((Prepared.Ready) event).stream().endOfLife())
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  private static Reply single(Prepared event, Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      return Reply.of(Problem.of(refused.refusal()));
    }
    if (outcome instanceof Outcome.Unavailable unavailable) {
      return Reply.of(unavailable(unavailable.detail()));
    }

    return Reply.of(outcome.status(), JSON, json -> report(json, List.of(event), List.of(outcome)));
  }

  private static Reply batch(List<Prepared> events, List<Outcome> outcomes) {
    Set<Integer> statuses = new HashSet<>();
    outcomes.forEach(outcome -> statuses.add(outcome.status()));
    JsonBody.Members report = json -> report(json, events, outcomes);
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

    return Reply.of(
            status,
            Problem.MEDIA_TYPE,
            json -> {
              for (Map.Entry<String, JsonNode> member : problem.json().properties()) {
                json.writePOJOField(member.getKey(), member.getValue());
              }
              report.write(json);
            })
        .retryAfter(problem.retryAfter());
  }

  private static Problem unavailable(String detail) {
    return Problem.of(503, "unavailable", detail).retryAfter(GatewayHandler.RETRY_AFTER);
  }

  private static void report(JsonGenerator json, List<Prepared> events, List<Outcome> outcomes)
      throws IOException {
    long taken = outcomes.stream().filter(outcome -> outcome.status() < 300).count();
    json.writeNumberField("taken", taken);
    json.writeNumberField("not_taken", outcomes.size() - taken);
    json.writeArrayFieldStart("events");
    for (int i = 0; i < outcomes.size(); i++) {
      json.writeStartObject();
      json.writeNumberField("status", outcomes.get(i).status());
      Optional<String> id = events.get(i).id();
      if (id.isPresent()) {
        json.writeStringField("id", id.get());
      }
      describe(json, outcomes.get(i));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void describe(JsonGenerator json, Outcome outcome) throws IOException {
    if (outcome instanceof Outcome.Stored stored) {
      json.writeStringField("stream", stored.position().topic());
      json.writeNumberField("partition", stored.position().partition());
      json.writeNumberField("offset", stored.position().offset());
    } else if (outcome instanceof Outcome.Taken taken) {
      json.writeStringField("stream", taken.contract());
    } else if (outcome instanceof Outcome.Refused refused) {
      json.writeStringField("cause", refused.refusal().cause());
      json.writeStringField("detail", refused.refusal().detail());
      if (!refused.refusal().errors().isEmpty()) {
        json.writePOJOField("errors", Problem.errors(refused.refusal().errors()));
      }
    } else {
      json.writeStringField("cause", "unavailable");
      json.writeStringField("detail", ((Outcome.Unavailable) outcome).detail());
    }
  }
}
