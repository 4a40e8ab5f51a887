package io.freshet.ingestion.gateway.http;

import io.freshet.core.envelope.TraceHeader;
import io.freshet.core.tracing.Span;
import io.freshet.core.tracing.TraceContext;
import io.freshet.ingestion.gateway.intake.EventIntake;
import io.freshet.ingestion.gateway.intake.Outcome;
import io.freshet.ingestion.gateway.intake.Prepared;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;

/**
 * Sends the events of a request as a step of its own. Where that is recorded, events bear its
 * trace, unless their senders gave them one: that stays, as CloudEvents has it, and the step is
 * linked to it.
 */
final class TracedSend {
  private static final int MOST_LINKS = 32;
  // For the header, and for the one that says on which account an event stands.
  private static final int ROOM = 512;

  private TracedSend() {}

  static CompletableFuture<List<Outcome>> of(
      EventIntake intake, Visit visit, List<Prepared> prepared) {
    Optional<Prepared.Ready> first = ready(prepared).findFirst();
    if (!visit.span().isTracing() || first.isEmpty()) {
      return send(intake, visit, prepared, visit.span().context());
    }
    Span span = begin(visit, prepared, first.get());
    CompletableFuture<List<Outcome>> sent;
    try {
      sent = send(intake, visit, prepared, span.context());
    } catch (RuntimeException bug) { // whatever it is, the step has an end
      end(span, List.of(), bug);
      throw bug;
    }

    return sent.whenComplete((outcomes, bug) -> end(span, outcomes, bug));
  }

  private static CompletableFuture<List<Outcome>> send(
      EventIntake intake, Visit visit, List<Prepared> prepared, TraceContext context) {
    if (context.isSampled()) {
      ready(prepared).forEach(event -> mark(event, context));
    }

    return intake.send(visit.producer(), prepared, visit.executor());
  }

  private static Span begin(Visit visit, List<Prepared> prepared, Prepared.Ready first) {
    List<TraceContext> given =
        ready(prepared)
            .map(event -> TraceHeader.in(event.event().headers()).flatMap(TraceContext::parse))
            .flatMap(Optional::stream)
            .filter(TraceContext::isSampled)
            .distinct()
            .limit(MOST_LINKS)
            .toList();

    return visit
        .span()
        .child(Span.Kind.PRODUCER, "publish " + first.stream().name())
        .linkedTo(given)
        .begin()
        .with("messaging.system", "kafka")
        .with("messaging.destination.name", first.event().topic())
        .with("messaging.batch.message_count", ready(prepared).count())
        .with("freshet.producer", visit.producer());
  }

  private static Stream<Prepared.Ready> ready(List<Prepared> prepared) {
    return prepared.stream()
        .filter(Prepared.Ready.class::isInstance)
        .map(Prepared.Ready.class::cast);
  }

  /** An event that barely fits its stream goes without: it is worth more than its trace. */
  private static void mark(Prepared.Ready ready, TraceContext context) {
    Headers headers = ready.event().headers();
    if (headers.lastHeader(TraceHeader.HEADER) == null
        && ready.stream().hasRoom(ready.event(), ROOM)) {
      headers.add(TraceHeader.of(context.text()));
    }
  }

  private static void end(Span span, List<Outcome> outcomes, Throwable bug) {
    if (bug != null) {
      span.fail(bug.toString()).end();
      return;
    }
    if (outcomes.size() == 1 && outcomes.get(0) instanceof Outcome.Stored stored) {
      span.with("messaging.destination.partition.id", stored.position().partition())
          .with("messaging.kafka.offset", stored.position().offset());
    }
    outcomes.stream()
        .filter(Outcome.Unavailable.class::isInstance)
        .map(Outcome.Unavailable.class::cast)
        .findFirst()
        .ifPresent(away -> span.fail(away.detail()));
    span.end();
  }
}
