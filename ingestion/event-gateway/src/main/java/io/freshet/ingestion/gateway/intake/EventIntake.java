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
import io.freshet.ingestion.gateway.account.Entry;
import io.freshet.ingestion.gateway.account.IntakeAccounts;
import io.freshet.ingestion.gateway.admission.Sender;
import io.freshet.ingestion.gateway.stream.EventLog;
import io.freshet.ingestion.gateway.stream.OpenStream;
import io.freshet.ingestion.gateway.stream.OpenStreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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
  private static final String NO_ACCOUNT =
      "The gateway can't note what it accepts: its accounts of many minutes wait for Kafka";

  private final EventLog log;
  private final IntakeAccounts accounts;
  private final Duration answerTimeout;
  private final Outcome noAnswer;
  private final IntakeMetrics metrics;

  /**
   * @param accounts where what is accepted is noted, before anyone is told
   * @param answerTimeout after which a durable event that is not acknowledged is answered; longer
   *     than Kafka's client should take to say so
   */
  public EventIntake(
      EventLog log, IntakeAccounts accounts, Duration answerTimeout, IntakeMetrics metrics) {
    this.log = log;
    this.accounts = accounts;
    this.answerTimeout = answerTimeout;
    this.noAnswer = new Outcome.Unavailable(NO_ANSWER.formatted(Durations.print(answerTimeout)));
    this.metrics = metrics;
  }

  /**
   * Holds events against their contracts.
   *
   * @param streams that are open to the request
   * @param sender who sends them
   * @throws MalformedJsonException when the data of one is no JSON: then none is taken
   */
  public List<Prepared> prepare(OpenStreams streams, Sender sender, List<Offer> offers) {
    List<Prepared> prepared = new ArrayList<>(offers.size());
    for (Offer offer : offers) {
      prepared.add(prepare(streams, sender, offer));
    }

    return prepared;
  }

  /**
   * As {@link #prepare}, for protocols that take all of a request or nothing of it: the first that
   * can't be sent is the last that is looked at.
   */
  public List<Prepared> prepareAllOrNone(OpenStreams streams, Sender sender, List<Offer> offers) {
    List<Prepared> prepared = new ArrayList<>(offers.size());
    for (Offer offer : offers) {
      Prepared each = prepare(streams, sender, offer);
      prepared.add(each);
      if (each instanceof Prepared.Settled) {
        break;
      }
    }

    return prepared;
  }

  /**
   * Sends what is ready, in order.
   *
   * @param executor where what follows runs, unless nothing must be waited for
   * @return what became of each, in the same order; never fails, and takes not much longer than the
   *     answer timeout
   */
  public CompletableFuture<List<Outcome>> send(
      String producer, List<Prepared> prepared, Executor executor) {
    Underway underway = new Underway(prepared.size());
    for (int i = 0; i < prepared.size(); i++) {
      if (prepared.get(i) instanceof Prepared.Ready ready) {
        send(producer, ready, underway, i);
      } else {
        underway.settle(i, settled(producer, (Prepared.Settled) prepared.get(i)));
      }
    }
    CompletableFuture<Void> all = underway.settled();
    if (all.isDone()) {
      return CompletableFuture.completedFuture(underway.answers(noAnswer));
    }

    return all.completeOnTimeout(null, answerTimeout.toMillis(), TimeUnit.MILLISECONDS)
        .thenApplyAsync(done -> underway.answers(noAnswer), executor);
  }

  /** Counts the events of a request of which none is sent because of some. */
  public void abandon(String producer, List<Prepared> prepared) {
    for (Prepared each : prepared) {
      if (each instanceof Prepared.Settled settled) {
        settled(producer, settled);
      }
    }
  }

  private Prepared prepare(OpenStreams streams, Sender sender, Offer offer) {
    return offer instanceof Offer.Event event
        ? prepare(streams, sender, event)
        : new Prepared.Settled(
            offer.id(), UNKNOWN, new Outcome.Refused(((Offer.Unfit) offer).refusal()));
  }

  private Prepared prepare(OpenStreams streams, Sender sender, Offer.Event event) {
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
    Optional<Refusal> barred = barred(sender, stream);
    if (barred.isPresent()) {
      return refused(event, contract, barred.get());
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

  private static Optional<Refusal> barred(Sender sender, OpenStream stream) {
    if (!stream.admits(sender.producer())) {
      return Optional.of(RefusalStatus.notAProducer(sender.producer(), stream.name()));
    }
    if (!sender.mayUse(stream.name())) {
      return Optional.of(RefusalStatus.notInToken(stream.name()));
    }

    return sender
        .origin()
        .filter(origin -> !stream.admitsPagesOf(origin))
        .map(origin -> RefusalStatus.foreignPage(origin, stream.name()));
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

  private static Prepared refused(Offer.Event event, String contract, Refusal refusal) {
    return new Prepared.Settled(event.id(), contract, new Outcome.Refused(refusal));
  }

  private Outcome settled(String producer, Prepared.Settled settled) {
    return counted(settled.contract(), producer, settled.outcome());
  }

  private void send(String producer, Prepared.Ready ready, Underway underway, int index) {
    String contract = ready.stream().name();
    Optional<Entry> room = accounts.open(contract, producer);
    if (room.isEmpty()) {
      underway.settle(index, counted(contract, producer, new Outcome.Unavailable(NO_ACCOUNT)));
      return;
    }
    Entry account = room.get();
    underway.sentOn(index, account);
    ready.event().headers().add(account.mark());
    Acknowledgement acknowledgement = ready.stream().acknowledgement();
    CompletableFuture<Position> sent = log.send(ready.event(), acknowledgement);
    boolean isTaken = acknowledgement == Acknowledgement.FAST && !sent.isCompletedExceptionally();
    if (isTaken) {
      underway.settle(index, counted(contract, producer, new Outcome.Taken(contract)));
    }
    CompletableFuture<Position> unused =
        sent.whenComplete(
            (position, failure) -> {
              if (failure == null) {
                account.acknowledge();
              }
              account.release();
              if (isTaken) {
                metrics.countLoss(contract, failure);
              } else {
                underway.settle(
                    index,
                    counted(
                        contract,
                        producer,
                        failure == null ? new Outcome.Stored(position) : failed(failure)));
              }
            });
  }

  private Outcome counted(String contract, String producer, Outcome outcome) {
    metrics.count(contract, producer, outcome);

    return outcome;
  }

  private static Outcome failed(Throwable failure) {
    return failure.getCause() instanceof RecordTooLargeException
        ? new Outcome.Refused(Refusal.tooLarge(failure.getMessage()))
        : new Outcome.Unavailable(failure.getMessage());
  }
}
