package io.freshet.ingestion.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLetterTableTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant ONE = Instant.parse("2026-03-01T13:00:00Z");
  private static final Instant NEXT_DAY = Instant.parse("2026-03-02T12:00:00Z");

  private final RefusedRides refused = new RefusedRides();

  private void addFive() {
    refused.add("order_events", "invalid_value", 1, NOON);
    refused.add("order_events", "invalid_value", 2, NEXT_DAY);
    refused.add("order_events", "invalid_value", 3, ONE);
    refused.add("order_events", "undecodable", 4, ONE);
    refused.add("dasher_pings", "undecodable", 5, NOON);
  }

  @Test
  void countsByContractAndCause() {
    addFive();

    assertThat(refused.load().groups(DeadLetterFilter.ALL, at -> at.offset() == 2))
        .containsExactly(
            new DeadLetterGroup("dasher_pings", "undecodable", 1, 0, NOON, NOON),
            new DeadLetterGroup("order_events", "invalid_value", 3, 1, NOON, NEXT_DAY),
            new DeadLetterGroup("order_events", "undecodable", 1, 0, ONE, ONE));
  }

  @Test
  void knowsRefusedRecordsByTheirTopicsId() {
    refused.add("order_events", "undecodable", 4, NOON);
    List<RefusedAt> asked = new ArrayList<>();

    refused.load().groups(DeadLetterFilter.ALL, at -> asked.add(at));

    assertThat(asked).containsExactly(new RefusedAt("topic-1", 0, 4));
  }

  @Test
  void holdsNoneBeforeItsFirstSnapshot() {
    assertThat(refused.load().groups(DeadLetterFilter.ALL, at -> false)).isEmpty();
  }

  @Test
  void leavesOutWhatIsNotAskedFor() {
    addFive();

    assertThat(offsets(DeadLetterFilter.ALL.ofContract("dasher_pings"))).containsExactly(5L);
    assertThat(offsets(new DeadLetterFilter(none(), Optional.of("undecodable"), none(), none())))
        .containsExactlyInAnyOrder(4L, 5L);
    assertThat(offsets(DeadLetterFilter.ALL.since(ONE))).containsExactlyInAnyOrder(2L, 3L, 4L);
    assertThat(offsets(new DeadLetterFilter(none(), none(), none(), Optional.of(ONE))))
        .containsExactlyInAnyOrder(1L, 5L);
  }

  @Test
  void asksForRawJsonThatMayBeTheContractsBesideItsOwn() {
    addFive();
    refused.addRaw("raw_json", "unknown_contract", 6, NOON, "{}");
    refused.addRaw("raw_json", "malformed_json", 7, NOON, "{");
    refused.add("order_events", "unknown_contract", 8, NOON);
    DeadLetterFilter pings = DeadLetterFilter.ALL.ofContractOrUnclaimed("dasher_pings");

    assertThat(offsets(pings)).containsExactlyInAnyOrder(5L, 6L);
    assertThat(offsets(pings.between(NOON, ONE))).containsExactlyInAnyOrder(5L, 6L);
    assertThat(offsets(pings.since(ONE))).isEmpty();
    assertThat(offsets(DeadLetterFilter.ALL.ofContract("dasher_pings"))).containsExactly(5L);
  }

  @Test
  void narrowsAStretchOfTimeToAnother() {
    DeadLetterFilter afternoon =
        new DeadLetterFilter(none(), none(), Optional.of(ONE), Optional.of(NEXT_DAY));
    Instant day = Instant.parse("2026-03-01T00:00:00Z");

    assertThat(afternoon.between(day, NEXT_DAY.plusSeconds(1))).isEqualTo(afternoon);
    assertThat(DeadLetterFilter.ALL.between(day, ONE))
        .isEqualTo(new DeadLetterFilter(none(), none(), Optional.of(day), Optional.of(ONE)));
  }

  @Test
  void showsTheNewestOfEachCause() {
    addFive();

    assertThat(refused.load().newest(DeadLetterFilter.ALL.ofContract("order_events"), 2))
        .extracting(letter -> letter.refused().offset())
        .startsWith(2L)
        .containsExactlyInAnyOrder(2L, 3L, 4L);
  }

  @Test
  void givesBackTheRecordAsItWas() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("ce_id", new byte[] {7}).add("empty", null);
    refused.add("order_events", "missing_key", 4, NOON, null, null, headers);

    DeadLetter letter = refused.load().newest(DeadLetterFilter.ALL, 1).get(0);

    assertThat(letter.refused().key()).isNull();
    assertThat(letter.refused().value()).isNull();
    assertThat(letter.refused().headers().toArray()).isEqualTo(headers.toArray());
    assertThat(letter.receivedAt()).isEqualTo(NOON);
    assertThat(letter.source()).isEqualTo(RefusedRides.ORDERS);
    assertThat(letter.sourceNumber()).isEqualTo(1);
    assertThat(letter.origin()).isEqualTo("1:0:4");
  }

  @Test
  void countsWhatCameInTheLastHourAgainstWhatTheContractBears() {
    addFive();

    List<HourlyRate> rates =
        HourlyRate.all(refused.catalog(), refused.contracts(), ONE.plusSeconds(60));

    assertThat(rates).contains(new HourlyRate("order_events", 3, 100));
    assertThat(rates).contains(new HourlyRate("dasher_pings", 0, 100));
    assertThat(rates).extracting(HourlyRate::contract).doesNotContain("dead_letters");
    assertThat(new HourlyRate("order_events", 3, 2).isTooHigh()).isTrue();
    assertThat(new HourlyRate("order_events", 3, 3).isTooHigh()).isFalse();
  }

  @Test
  void rawJsonThatIsNoContractsIsHeldToTheUsualLimit() {
    refused.addRaw("raw_json", "malformed_json", 6, ONE, "{");
    refused.addRaw("raw_json", "unknown_contract", 7, ONE, "{}");

    List<HourlyRate> rates =
        HourlyRate.all(refused.catalog(), refused.contracts(), ONE.plusSeconds(60));

    assertThat(rates).contains(new HourlyRate("raw_json", 2, 100));
  }

  @Test
  void countsOfEachContract() {
    addFive();

    assertThat(refused.load().counts(DeadLetterFilter.ALL))
        .isEqualTo(Map.of("order_events", 4L, "dasher_pings", 1L));
  }

  private List<Long> offsets(DeadLetterFilter filter) {
    List<Long> offsets = new ArrayList<>();
    refused.load().each(filter, letter -> offsets.add(letter.refused().offset()));

    return offsets;
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }
}
