package io.freshet.ingestion.gateway.refusal;

import static io.freshet.core.envelope.EventFields.flag;
import static io.freshet.core.envelope.EventFields.integer;
import static io.freshet.core.envelope.EventFields.longValue;
import static io.freshet.core.envelope.EventFields.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.envelope.TestMark;
import io.freshet.core.envelope.json.Violation;
import io.freshet.core.envelope.offer.Offer;
import io.freshet.core.envelope.offer.Refusal;
import io.freshet.core.envelope.offer.StructuredMode;
import io.freshet.core.envelope.stream.Position;
import io.freshet.ingestion.gateway.admission.Sender;
import io.freshet.ingestion.gateway.intake.Outcome;
import io.freshet.testing.samples.Rides;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final Sender SENDER = Sender.of(Rides.PRODUCER);
  private static final Sender OTHER = Sender.of("dispatch");
  private static final Refusal INVALID =
      new Refusal(
          "invalid_value",
          "seats does not fit",
          List.of(new Violation("/data/seats", "is a text")));
  private static final byte[] EVENT = Rides.event("id-1", Rides.RIDE).getBytes(UTF_8);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void saysAllThatIsKnownOfTheEvent() {
    KeptRefusals kept = KeptRefusals.unbounded();
    Instant before = Instant.now().minusMillis(1);

    refuse(kept, SENDER, EVENT);

    GenericRecord row = kept.only();
    assertThat(text(row, "producer")).isEqualTo(Rides.PRODUCER);
    assertThat(text(row, "contract")).isEqualTo("rides");
    assertThat(text(row, "cause")).isEqualTo("invalid_value");
    assertThat(integer(row, "status")).isEqualTo(422);
    assertThat(text(row, "detail")).isEqualTo("seats does not fit");
    assertThat(row.get("violations"))
        .hasToString("[{\"pointer\": \"/data/seats\", \"detail\": \"is a text\"}]");
    assertThat(Instant.ofEpochMilli(longValue(row, "event_time") / 1000))
        .isBetween(before, Instant.now());
    assertThat(text(row, "event_source")).isEqualTo("/phone");
    assertThat(text(row, "event_id")).isEqualTo("id-1");
    assertThat(KeptRefusals.body(row)).isEqualTo(new String(EVENT, UTF_8));
    assertThat(integer(row, "body_bytes")).isEqualTo(EVENT.length);
    assertThat(flag(row, "is_body_cut")).isFalse();
    assertThat(flag(row, "is_by_token")).isFalse();
    assertThat(longValue(row, "dropped")).isZero();
    assertThat(kept.count(Rides.PRODUCER, "kept")).isEqualTo(1);
  }

  @Test
  void keepsOfABatchTheEventsThatWereRefusedAndEachForItself() {
    KeptRefusals kept = KeptRefusals.unbounded();
    String second = Rides.event("b", "{\"city\": \"[oslo]\"}");
    byte[] body =
        "[ %s,\n %s , %s]".formatted(Rides.event("a", Rides.RIDE), second, "17").getBytes(UTF_8);
    List<Offer> offers = StructuredMode.readBatch(body, 3);
    Outcome stored = new Outcome.Stored(new Position("rides", 0, 0, Instant.EPOCH));

    kept.refusals()
        .keep(
            SENDER,
            body,
            offers,
            List.of(stored, new Outcome.Refused(INVALID), new Outcome.Refused(INVALID)));

    assertThat(kept.rows()).extracting(KeptRefusals::body).containsExactly(second, "17");
    assertThat(text(kept.rows().get(0), "event_id")).isEqualTo("b");
    assertThat(kept.rows().get(1).get("contract")).isNull();
  }

  @Test
  void cutsALongBodyAndSaysSo() {
    KeptRefusals kept = KeptRefusals.unbounded();
    byte[] body = "x".repeat(KeptRefusals.MAX_BODY_BYTES + 1).getBytes(UTF_8);

    kept.refusals().keep(SENDER, body, Claim.nothing(), INVALID);

    GenericRecord row = kept.only();
    assertThat(KeptRefusals.body(row)).isEqualTo("x".repeat(KeptRefusals.MAX_BODY_BYTES));
    assertThat(integer(row, "body_bytes")).isEqualTo(body.length);
    assertThat(flag(row, "is_body_cut")).isTrue();
  }

  @Test
  void boundsWhatItsSenderHasChosen() {
    KeptRefusals kept = KeptRefusals.unbounded();
    String endless = "\ud83d" + "x".repeat(1 << 20);
    Violation violation = new Violation(endless, endless);

    kept.refusals()
        .keep(
            SENDER,
            EVENT,
            new Claim(Optional.of(endless), Optional.of(endless), Optional.of(endless), false),
            new Refusal("unknown_contract", endless, Collections.nCopies(1000, violation)));

    GenericRecord row = kept.only();
    assertThat(text(row, "contract")).hasSize(RefusalForm.MAX_NAME).startsWith("?x").endsWith("…");
    for (String column : List.of("event_source", "event_id", "detail")) {
      assertThat(text(row, column)).hasSize(RefusalForm.MAX_TEXT);
    }
    assertThat((List<?>) row.get("violations")).hasSize(RefusalForm.MAX_VIOLATIONS);
  }

  @Test
  void tellsAPagesTokenFromAServicesKey() {
    KeptRefusals kept = KeptRefusals.unbounded();
    Sender page =
        new Sender(
            Rides.PRODUCER,
            Sender.Shown.TOKEN,
            Optional.of(Set.of("rides")),
            Optional.of(Rides.ORIGIN));

    refuse(kept, page, EVENT);

    assertThat(flag(kept.only(), "is_by_token")).isTrue();
  }

  @Test
  void keepsNoTests() {
    KeptRefusals kept = KeptRefusals.unbounded();
    String test = "{\"%s\": true, ".formatted(TestMark.ATTRIBUTE);
    String event = test + Rides.event("t", Rides.RIDE).substring(1);
    String unfit = test + "\"id\": \"t\"}";

    refuse(kept, SENDER, event.getBytes(UTF_8));
    refuse(kept, SENDER, unfit.getBytes(UTF_8));
    kept.refusals().keep(SENDER, EVENT, Claim.nothing().test(), INVALID);

    assertThat(kept.rows()).isEmpty();
    assertThat(kept.count(Rides.PRODUCER, "over_bound")).isZero();
  }

  @Test
  void whatIsOverAProducersBoundIsCountedAndToldByTheNext() {
    AtomicLong nanos = new AtomicLong();
    KeptRefusals kept = KeptRefusals.bounded(nanos::get);

    for (int i = 0; i < KeptRefusals.PER_SECOND + 5; i++) {
      refuse(kept, SENDER, EVENT);
    }
    refuse(kept, OTHER, EVENT);
    nanos.addAndGet(SECOND);
    refuse(kept, SENDER, EVENT);
    refuse(kept, SENDER, EVENT);

    assertThat(kept.rows())
        .filteredOn(row -> text(row, "producer").equals(Rides.PRODUCER))
        .extracting(row -> longValue(row, "dropped"))
        .hasSize(KeptRefusals.PER_SECOND + 2)
        .endsWith(0L, 5L, 0L);
    assertThat(kept.rows())
        .filteredOn(row -> text(row, "producer").equals(OTHER.producer()))
        .hasSize(1);
    assertThat(kept.count(Rides.PRODUCER, "over_bound")).isEqualTo(5);
  }

  @Test
  void anOutageOfKafkaLosesThemWithACount() {
    KeptRefusals kept = KeptRefusals.unbounded();
    kept.kafka().refuse(new TimeoutException("no room"));
    refuse(kept, SENDER, EVENT);
    refuse(kept, SENDER, EVENT);
    kept.kafka().refuse(null);

    refuse(kept, SENDER, EVENT);

    assertThat(longValue(kept.only(), "dropped")).isEqualTo(2);
    assertThat(kept.count(Rides.PRODUCER, "lost")).isEqualTo(2);
  }

  @Test
  void whatKafkaDoesNotTakeIsToldByTheNext() {
    KeptRefusals kept = KeptRefusals.silent();
    refuse(kept, SENDER, EVENT);

    kept.kafka().failNext(new TimeoutException("expired"));
    refuse(kept, SENDER, EVENT);

    assertThat(kept.rows()).extracting(row -> longValue(row, "dropped")).containsExactly(0L, 1L);
    assertThat(kept.count(Rides.PRODUCER, "lost")).isEqualTo(1);
    assertThat(kept.count(Rides.PRODUCER, "kept")).isZero();
  }

  private static void refuse(KeptRefusals kept, Sender sender, byte[] event) {
    kept.refusals()
        .keep(
            sender,
            event,
            List.of(StructuredMode.read(event)),
            List.of(new Outcome.Refused(INVALID)));
  }
}
