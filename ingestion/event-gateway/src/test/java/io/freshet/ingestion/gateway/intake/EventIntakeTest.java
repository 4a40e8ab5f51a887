package io.freshet.ingestion.gateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.json.JsonText;
import io.freshet.core.envelope.offer.Offer;
import io.freshet.core.envelope.offer.OfferedData;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.ingestion.gateway.account.TemporaryAccounts;
import io.freshet.ingestion.gateway.admission.Sender;
import io.freshet.ingestion.gateway.stream.FakeKafka;
import io.freshet.testing.samples.Rides;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventIntakeTest {
  private static final Contract DURABLE = Rides.contract();
  private static final Contract FAST = Rides.contract(Acknowledgement.FAST, Optional.of("ride_id"));
  private static final Contract STICKY = Rides.contract(Acknowledgement.FAST, Optional.empty());

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final TemporaryAccounts accounts = TemporaryAccounts.open();

  @AfterEach
  void close() {
    accounts.close();
  }

  @Test
  void storesAnEventWithItsEnvelopeKeyAndPartition() {
    FakeKafka kafka = FakeKafka.acknowledging(DURABLE);

    Outcome outcome = offer(kafka, event(Rides.RIDE)).join().get(0);

    assertThat(outcome).isInstanceOf(Outcome.Stored.class);
    ProducerRecord<byte[], byte[]> sent = kafka.durable().get(0);
    assertThat(new String(sent.key(), UTF_8)).isEqualTo("oslo:4711");
    assertThat(sent.partition()).isNotNull();
    assertThat(header(sent, "ce_id")).isEqualTo("id-1");
    assertThat(header(sent, "ce_source")).isEqualTo("/phone");
    assertThat(header(sent, "ce_type")).isEqualTo("rides");
    assertThat(header(sent, "ce_time")).isEqualTo("2026-11-01T08:00:00.123456Z");
    assertThat(header(sent, "ce_subject")).isEqualTo("s");
    assertThat(header(sent, "content-type")).isEqualTo("application/avro");
  }

  @Test
  void aDurableEventIsAnsweredWhenKafkaHasIt() {
    FakeKafka kafka = FakeKafka.silent(DURABLE);

    CompletableFuture<List<Outcome>> outcomes = offer(kafka, event(Rides.RIDE));

    assertThat(outcomes).isNotDone();
    kafka.acknowledgeNext();
    assertThat(outcomes.join().get(0)).isInstanceOf(Outcome.Stored.class);
  }

  @Test
  void putsOnItsAccountWhatIsAnsweredAsTaken() {
    FakeKafka kafka = FakeKafka.silent(DURABLE);
    CompletableFuture<List<Outcome>> stored = offer(kafka, event(Rides.RIDE), event("{}"));
    kafka.acknowledgeNext();
    stored.join();
    CompletableFuture<List<Outcome>> failed = offer(kafka, event(Rides.RIDE));
    kafka.failNext(new TimeoutException("expired"));
    failed.join();

    assertThat(accounts.accepted()).isEqualTo(1);
    assertThat(accounts.acknowledged()).isEqualTo(1);
    assertThat(accounts.areSettled()).isTrue();
    assertThat(header(kafka.durable().get(0), "freshet_intake")).matches("run1/\\d+/rider-app/0");
  }

  @Test
  void answersForWhatIsTakenAndThenLost() {
    FakeKafka kafka = FakeKafka.silent(FAST);
    offer(kafka, event(Rides.RIDE)).join();
    assertThat(accounts.areSettled()).isFalse();

    kafka.failNext(new TimeoutException("expired"));

    assertThat(accounts.accepted()).isEqualTo(1);
    assertThat(accounts.acknowledged()).isZero();
    assertThat(accounts.areSettled()).isTrue();
  }

  @Test
  void doesNotAnswerForWhatKafkaHasAfterItsSenderWasToldToSendAgain() {
    FakeKafka kafka = FakeKafka.silent(DURABLE);
    offer(kafka, event(Rides.RIDE)).join();

    kafka.acknowledgeNext();

    assertThat(accounts.accepted()).isZero();
    assertThat(accounts.acknowledged()).isEqualTo(1);
    assertThat(accounts.areSettled()).isTrue();
  }

  @Test
  void kafkasOwnThreadDoesNotMakeTheAnswer() {
    FakeKafka kafka = FakeKafka.silent(DURABLE);
    EventIntake intake = intake(kafka);
    List<Runnable> left = new ArrayList<>();
    CompletableFuture<List<Outcome>> outcomes =
        intake.send(
            Rides.PRODUCER, prepare(kafka, intake, Rides.PRODUCER, event(Rides.RIDE)), left::add);

    kafka.acknowledgeNext();

    assertThat(outcomes).isNotDone();
    left.forEach(Runnable::run);
    assertThat(outcomes).isCompleted();
  }

  @Test
  void looksNoFurtherThanTheFirstThatDoesNotFitWhereAllMustFit() {
    List<Prepared> prepared =
        intake(FakeKafka.silent(DURABLE))
            .prepareAllOrNone(
                FakeKafka.silent(DURABLE).streams(new InMemorySchemaRegistry()),
                Sender.of(Rides.PRODUCER),
                List.of(event(Rides.RIDE), event("{}"), event(Rides.RIDE)));

    assertThat(prepared).hasSize(2).last().isInstanceOf(Prepared.Settled.class);
  }

  @Test
  void aDurableEventOfWhichKafkaSaysNothingIsNeverCalledStored() {
    FakeKafka kafka = FakeKafka.silent(DURABLE);

    Outcome outcome = offer(kafka, event(Rides.RIDE)).join().get(0);

    assertThat(outcome)
        .isEqualTo(
            new Outcome.Unavailable(
                "Kafka has not acknowledged the event within 200ms; it may be there: send it again"
                    + " with the same id"));
  }

  @Test
  void aDurableEventThatKafkaGivesUpIsUnavailable() {
    FakeKafka kafka = FakeKafka.silent(DURABLE);
    CompletableFuture<List<Outcome>> outcomes = offer(kafka, event(Rides.RIDE));

    kafka.failNext(new TimeoutException("expired"));

    assertThat(outcomes.join().get(0).status()).isEqualTo(503);
    assertThat(count("unavailable", "")).isEqualTo(1);
  }

  @Test
  void anEventThatKafkaCallsTooLargeIsRefused() {
    FakeKafka kafka = FakeKafka.silent(DURABLE);
    CompletableFuture<List<Outcome>> outcomes = offer(kafka, event(Rides.RIDE));

    kafka.failNext(new RecordTooLargeException("too large"));

    assertThat(outcomes.join().get(0).status()).isEqualTo(413);
  }

  @Test
  void aFastEventIsAnsweredBeforeKafkaHasIt() {
    FakeKafka kafka = FakeKafka.silent(FAST);

    assertThat(offer(kafka, event(Rides.RIDE)).join()).containsExactly(new Outcome.Taken("rides"));
    assertThat(kafka.fast()).hasSize(1);
    assertThat(kafka.durable()).isEmpty();
  }

  @Test
  void aFastEventThatIsLostIsCounted() {
    FakeKafka kafka = FakeKafka.silent(FAST);
    offer(kafka, event(Rides.RIDE)).join();

    kafka.failNext(new TimeoutException("expired"));

    assertThat(metrics.counter("freshet.gateway.lost", "contract", "rides").count()).isEqualTo(1);
  }

  @Test
  void aFastEventForWhichThereIsNoRoomIsUnavailable() {
    FakeKafka kafka = FakeKafka.silent(FAST);
    kafka.refuse(new TimeoutException("full"));

    assertThat(offer(kafka, event(Rides.RIDE)).join().get(0).status()).isEqualTo(503);
  }

  @Test
  void fastEventsKeepAnEntitysOrderAndElseGoWhereTheBatchIsOpen() {
    FakeKafka keyed = FakeKafka.acknowledging(FAST);
    FakeKafka sticky = FakeKafka.acknowledging(STICKY);

    offer(keyed, event(Rides.RIDE)).join();
    offer(sticky, event(Rides.RIDE)).join();

    assertThat(keyed.fast().get(0).partition()).isNotNull();
    assertThat(sticky.fast().get(0).partition()).isNull();
    assertThat(sticky.fast().get(0).key()).asString(UTF_8).isEqualTo("oslo");
  }

  @Test
  void refusesStrangersAndStrangeContracts() {
    FakeKafka kafka = FakeKafka.acknowledging(DURABLE);

    Outcome unknown = offer(kafka, event("ridez", Rides.RIDE)).join().get(0);
    Outcome stranger =
        intake(kafka)
            .send(
                "dispatch",
                prepare(kafka, intake(kafka), "dispatch", event(Rides.RIDE)),
                Runnable::run)
            .join()
            .get(0);

    assertThat(((Outcome.Refused) unknown).refusal().detail())
        .isEqualTo("No contract ridez takes events over HTTP; did you mean rides?");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(stranger.status()).isEqualTo(403);
    assertThat(kafka.durable()).isEmpty();
  }

  @Test
  void takesTheGoodEventsOfABatchAndSaysWhatIsWrongWithTheOthers() {
    FakeKafka kafka = FakeKafka.acknowledging(DURABLE);

    List<Outcome> outcomes =
        offer(
                kafka,
                event(Rides.RIDE),
                event(Rides.ride("state", "\"lost\"")),
                event(Rides.ride("city", "\"\"")),
                event(Rides.ride("city", "\"%s\"".formatted("x".repeat(5000)))))
            .join();

    assertThat(outcomes).extracting(Outcome::status).containsExactly(200, 422, 422, 413);
    assertThat(kafka.durable()).hasSize(1);
    assertThat(count("stored", "")).isEqualTo(1);
    assertThat(count("refused", "invalid_value")).isEqualTo(1);
    assertThat(count("refused", "missing_key")).isEqualTo(1);
    assertThat(count("refused", "too_large")).isEqualTo(1);
  }

  @Test
  void keepsTheOrderInWhichEventsCame() {
    FakeKafka kafka = FakeKafka.acknowledging(DURABLE);

    offer(kafka, event(Rides.ride("ride_id", "1")), event(Rides.ride("ride_id", "2"))).join();

    assertThat(kafka.durable())
        .extracting(sent -> new String(sent.key(), UTF_8))
        .containsExactly("oslo:1", "oslo:2");
  }

  private CompletableFuture<List<Outcome>> offer(FakeKafka kafka, Offer... offers) {
    EventIntake intake = intake(kafka);

    return intake.send(
        Rides.PRODUCER, prepare(kafka, intake, Rides.PRODUCER, offers), Runnable::run);
  }

  private static List<Prepared> prepare(
      FakeKafka kafka, EventIntake intake, String producer, Offer... offers) {
    return intake.prepare(
        kafka.streams(new InMemorySchemaRegistry()), Sender.of(producer), List.of(offers));
  }

  private EventIntake intake(FakeKafka kafka) {
    return new EventIntake(
        kafka.log(), accounts.accounts(), Duration.ofMillis(200), new IntakeMetrics(metrics));
  }

  private double count(String outcome, String cause) {
    return metrics
        .get("freshet.gateway.events")
        .tags("outcome", outcome, "cause", cause, "producer", Rides.PRODUCER)
        .counter()
        .count();
  }

  private static Offer event(String ride) {
    return event("rides", ride);
  }

  private static Offer event(String type, String ride) {
    return new Offer.Event(
        new Envelope("id-1", "/phone", type, Optional.empty(), Optional.empty()),
        Map.of("subject", "s"),
        new OfferedData.Json(JsonText.of(ride.getBytes(UTF_8)), ""));
  }

  private static String header(ProducerRecord<byte[], byte[]> sent, String name) {
    return new String(sent.headers().lastHeader(name).value(), UTF_8);
  }
}
