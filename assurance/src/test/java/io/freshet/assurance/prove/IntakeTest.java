package io.freshet.assurance.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.log.Log;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.envelope.IntakeAccount;
import io.freshet.core.envelope.IntakeMark;
import io.freshet.core.lake.LogSource;
import io.freshet.testing.samples.LogPlace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private static final long NOON = 29_000_000;
  private static final IntakeMark.Account MARK = new IntakeMark.Account("run1", NOON, "app");
  private static final Proof PROVED =
      Proof.ofStream("raw.rides", new Proof.Totals(0, 0, 0, 0, 0, 0, 0), 0, List.of(), List.of());

  private final LoggedMarks marks = LoggedMarks.read();
  private final Map<IntakeMark.Account, Long> numbers = new HashMap<>();

  @Test
  void holdsWhatWasAcceptedAgainstTheLog() {
    log(0, NOON, MARK, 7);
    log(1, NOON, MARK, 2);
    log(1, NOON, new IntakeMark.Account("run2", NOON, "app"), 5);

    Intake intake = Intake.of(List.of(account(MARK, 10, 10), account(other(), 3, 3)), marks);

    assertThat(intake)
        .isEqualTo(
            new Intake(13, 4, List.of(new Intake.Loss(MARK, 1), new Intake.Loss(other(), 3))));
  }

  @Test
  void oneEventThatIsThereTwiceMakesUpForNone() {
    log(0, NOON, MARK, 9);
    numbers.put(MARK, 8L);
    log(1, NOON, MARK, 1);

    assertThat(Intake.of(List.of(account(MARK, 10, 10)), marks).lostBeforeLog()).isEqualTo(1);
  }

  @Test
  void moreThanWasAcceptedMakesUpForNothing() {
    log(0, NOON, MARK, 12);

    assertThat(Intake.of(List.of(account(MARK, 10, 12), account(other(), 3, 3)), marks))
        .extracting(Intake::lostBeforeLog)
        .isEqualTo(3L);
  }

  @Test
  void believesKafkasAcknowledgementsWhereRetentionHasTakenRecords() {
    long later = NOON + 20;
    IntakeMark.Account kept = new IntakeMark.Account("run1", later, "app");
    log(0, NOON + 5, MARK, 1);
    log(0, later, kept, 3);
    marks.readTo(topic(Map.of(0, 100L, 1, 0L)));

    assertThat(Intake.of(List.of(account(MARK, 10, 9), account(kept, 4, 4)), marks))
        .isEqualTo(new Intake(14, 2, List.of(new Intake.Loss(MARK, 1), new Intake.Loss(kept, 1))));
  }

  @Test
  void knowsMinutesWholeFromTenBehindTheLatestThatAPartitionBeginsWith() {
    log(0, NOON + 5, MARK, 1);
    log(1, NOON + 1, MARK, 1);
    marks.readTo(topic(new TreeMap<>(Map.of(0, 100L, 1, 100L))));

    assertThat(marks.areWhole(new IntakeMark.Account("run1", NOON + 14, "app"))).isFalse();
    assertThat(marks.areWhole(new IntakeMark.Account("run1", NOON + 15, "app"))).isTrue();
  }

  @Test
  void anEmptiedPartitionTellsNothing() {
    marks.readTo(topic(Map.of(0, 100L)));

    assertThat(Intake.of(List.of(account(MARK, 10, 10)), marks).lostBeforeLog()).isZero();
  }

  @Test
  void whatWasNotReadIsNotJudged() {
    assertThat(Intake.of(List.of(account(MARK, 10, 10)), LoggedMarks.unread()).lostBeforeLog())
        .isZero();
  }

  @Test
  void aLossIsAFaultUnlessTheContractAllowsIt() {
    Intake intake = Intake.of(List.of(account(MARK, 10, 10)), marks);

    assertThat(PROVED.withIntake(intake, Acknowledgement.FAST).ok()).isTrue();
    assertThat(PROVED.withIntake(intake, Acknowledgement.DURABLE).findings())
        .containsExactly(
            "The gateway accepted 10 events of app in the minute from 2025-02-19T21:20:00Z that the"
                + " log does not have (run run1)");
  }

  private void log(int partition, long minute, IntakeMark.Account mark, int events) {
    for (int i = 0; i < events; i++) {
      ConsumerRecord<byte[], byte[]> logged =
          new LogPlace("rides", partition, i, minute * 60_000)
              .holding(null, null, new RecordHeaders());
      logged
          .headers()
          .add(new IntakeMark.Writer(mark).header(numbers.merge(mark, 1L, Long::sum) - 1));
      marks.add(logged);
    }
  }

  private static IntakeMark.Account other() {
    return new IntakeMark.Account("run1", NOON + 1, "app");
  }

  private static IntakeAccount account(IntakeMark.Account mark, long accepted, long acknowledged) {
    return new IntakeAccount("rides", mark, accepted, acknowledged);
  }

  private static Log.Topic topic(Map<Integer, Long> begins) {
    return new Log.Topic(new LogSource("c", "rides", "t"), begins, begins);
  }
}
