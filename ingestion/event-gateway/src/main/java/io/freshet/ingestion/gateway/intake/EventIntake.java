package io.freshet.ingestion.gateway.intake;

import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.envelope.InvalidEventException;
import io.freshet.core.envelope.json.InvalidPayloadException;
import io.freshet.core.envelope.json.MalformedJsonException;
import io.freshet.core.envelope.offer.Offer;
import io.freshet.core.envelope.offer.OfferedData;
import io.freshet.core.envelope.offer.Refusal;
import io.freshet.core.envelope.stream.Position;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.NearestName;
import io.freshet.ingestion.gateway.stream.KafkaLog;
import io.freshet.ingestion.gateway.stream.OpenStream;
import io.freshet.ingestion.gateway.stream.OpenStreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * The one way in for events of every protocol: holds them against their contracts, all of a request
 * before the first is sent, and puts them on their streams in the order in which they came.
 * Thread-safe.
 */
public final class EventIntake {
  /** Stands for contracts that are not, so that strangers can't fill the metrics with names. */
  static final String UNKNOWN = "unknown";

  private static final String NO_ANSWER =
      "Kafka has not acknowledged the event within %s; it may be there: send it again with the same"
          + " id";

  private final OpenStreams streams;
  private final KafkaLog log;
  private final Duration answerTimeout;
  private final IntakeMetrics metrics;

  /**
   * @param answerTimeout after which a durable event that is not acknowledged is answered; longer
   *     than Kafka's client should take to say so
   */
  public EventIntake(
      OpenStreams streams, KafkaLog log, Duration answerTimeout, IntakeMetrics metrics) {
    this.streams = streams;
    this.log = log;
    this.answerTimeout = answerTimeout;
    this.metrics = metrics;
  }

  /**
   * Holds events against their contracts.
   *
   * @param producer who sends them
   * @throws MalformedJsonException when the data of one is no JSON: then none is taken
   */
  public List<Prepared> prepare(String producer, List<Offer> offers) {
    List<Prepared> prepared = new ArrayList<>(offers.size());
    for (Offer offer : offers) {
      prepared.add(
          offer instanceof Offer.Event event
              ? prepare(producer, event)
              : new Prepared.Settled(
                  offer.id(), UNKNOWN, new Outcome.Refused(((Offer.Unfit) offer).refusal())));
    }

    return prepared;
  }

  /**
   * Sends what is ready, in order.
   *
   * @return what became of each, in the same order; never fails, and takes not much longer than the
   *     answer timeout
   */
  public CompletableFuture<List<Outcome>> send(String producer, List<Prepared> prepared) {
    List<CompletableFuture<Outcome>> outcomes = new ArrayList<>(prepared.size());
    for (Prepared each : prepared) {
      outcomes.add(
          each instanceof Prepared.Ready ready
              ? send(producer, ready)
              : CompletableFuture.completedFuture(settled(producer, (Prepared.Settled) each)));
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(outcomes.toArray(new CompletableFuture<?>[0]));
    if (!all.isDone()) {
      all = all.completeOnTimeout(null, answerTimeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    return all.thenApply(
        done -> outcomes.stream().map(outcome -> outcome.getNow(noAnswer())).toList());
  }

  /** Counts the events of a request of which none is sent because of some. */
  public void abandon(String producer, List<Prepared> prepared) {
    for (Prepared each : prepared) {
      if (each instanceof Prepared.Settled settled) {
        settled(producer, settled);
      }
    }
  }

  private Prepared prepare(String producer, Offer.Event event) {
    String contract = event.envelope().type();
    Optional<OpenStream> found = streams.find(contract);
    if (found.isEmpty()) {
      String hint =
          NearestName.of(contract, streams.names()).map("; did you mean %s?"::formatted).orElse("");

      return refused(
          event,
          UNKNOWN,
          Refusal.unknownContract(
              "No contract %s takes events over HTTP%s".formatted(contract, hint)));
    }
    OpenStream stream = found.get();
    if (!stream.admits(producer)) {
      return refused(event, contract, stranger(producer, contract));
    }
    try {
      return new Prepared.Ready(
          event.id(),
          stream,
          stream.record(event.envelope(), event.extensions(), payload(stream, event.data())));
    } catch (InvalidPayloadException e) {
      return refused(event, contract, Refusal.of(e));
    } catch (InvalidEventException e) {
      return refused(event, contract, Refusal.of(e));
    } catch (FreshetException e) {
      // Malformed JSON is one, too: it is the request's fault and not this event's alone.
      if (e.fault() != Fault.DEPENDENCY) {
        throw e;
      }

      return new Prepared.Settled(event.id(), contract, new Outcome.Unavailable(e.getMessage()));
    }
  }

  private static GenericRecord payload(OpenStream stream, OfferedData data) {
    if (data instanceof OfferedData.Json json) {
      return stream.json().read(json.text(), json.pointer());
    }
    if (data instanceof OfferedData.FramedAvro framed) {
      return stream.avro().framed(framed.bytes());
    }
    if (data instanceof OfferedData.BareAvro bare) {
      return stream.avro().bare(bare.bytes());
    }
    OfferedData.AvroJson avro = (OfferedData.AvroJson) data;

    return stream.avro().json(avro.text().stream(), avro.writer());
  }

  private static Refusal stranger(String producer, String contract) {
    return RefusalStatus.notAProducer(
        "%s is not among the producers of %s; its contract names them"
            .formatted(producer, contract));
  }

  private static Prepared refused(Offer.Event event, String contract, Refusal refusal) {
    return new Prepared.Settled(event.id(), contract, new Outcome.Refused(refusal));
  }

  private Outcome settled(String producer, Prepared.Settled settled) {
    metrics.count(settled.contract(), producer, settled.outcome());

    return settled.outcome();
  }

  private CompletableFuture<Outcome> send(String producer, Prepared.Ready ready) {
    String contract = ready.stream().name();
    Acknowledgement acknowledgement = ready.stream().acknowledgement();
    CompletableFuture<Position> sent = log.send(ready.event(), acknowledgement);
    if (acknowledgement == Acknowledgement.FAST && !sent.isCompletedExceptionally()) {
      Outcome taken = new Outcome.Taken(contract);
      metrics.count(contract, producer, taken);
      CompletableFuture<Position> unused =
          sent.whenComplete((position, failure) -> metrics.countLoss(contract, failure));

      return CompletableFuture.completedFuture(taken);
    }

    return sent.handle(
        (position, failure) -> {
          Outcome outcome = failure == null ? new Outcome.Stored(position) : failed(failure);
          metrics.count(contract, producer, outcome);

          return outcome;
        });
  }

  private static Outcome failed(Throwable failure) {
    return failure.getCause() instanceof RecordTooLargeException
        ? new Outcome.Refused(Refusal.tooLarge(failure.getMessage()))
        : new Outcome.Unavailable(failure.getMessage());
  }

  private Outcome noAnswer() {
    return new Outcome.Unavailable(NO_ANSWER.formatted(Durations.print(answerTimeout)));
  }
}
