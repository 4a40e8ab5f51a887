package io.freshet.bench.alerts;

import static io.freshet.bench.alerts.Moments.TABLE;
import static io.freshet.bench.alerts.Moments.at;
import static io.freshet.bench.alerts.Moments.breach;
import static io.freshet.bench.alerts.Moments.breached;
import static io.freshet.bench.alerts.Moments.injection;
import static io.freshet.bench.alerts.Moments.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.bench.alerts.AlertReceiver.Told;
import io.freshet.bench.alerts.Injector.Injection;
import io.freshet.bench.alerts.Judgement.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final Duration EARLY = Duration.ofSeconds(13);

  /** Made at 100, late from 160 to 200, healed at 190. */
  private static final Injection WRITER = injection(1, "flink", 100, 190);

  private static final Breach LATE = breach(160, 200);

  @Test
  void anAlertIsAsLateAsItComesAfterTheBreach() {
    Judgement judgement = judge(List.of(WRITER), breached(172, "flink"), recovered(262));

    assertThat(judgement.delays()).containsExactly(Duration.ofSeconds(12));
    assertThat(judgement.verdicts().get(0).backAfter()).contains(Duration.ofSeconds(62));
    assertThat(judgement.hopsRight()).isEqualTo(1.0);
    assertThat(judgement.findings()).isEmpty();
  }

  @Test
  void anAlertBeforeTheBreachThatComesIsNoFalseOne() {
    Judgement judgement = judge(List.of(WRITER), breached(158, "flink"));

    assertThat(judgement.delays()).containsExactly(Duration.ofSeconds(-2));
    assertThat(judgement.falseAlarms()).isEmpty();
  }

  @Test
  void anAlertThatComesTooLateIsAFinding() {
    Judgement judgement = judge(List.of(WRITER), breached(176, "flink"));

    assertThat(judgement.findings())
        .containsExactly(
            "injection 1, flink-asleep was told 16 s after the breach; 15 s are promised");
  }

  @Test
  void anotherHopIsAFinding() {
    Judgement judgement = judge(List.of(WRITER), breached(165, "commit"));

    assertThat(judgement.hopsRight()).isZero();
    assertThat(judgement.findings())
        .containsExactly("The hop was named rightly in 0 % of the injections; 95 % are promised");
  }

  @Test
  void silenceIsAFindingAndNamesNoHop() {
    Judgement judgement = judge(List.of(WRITER));

    assertThat(judgement.delays()).isEmpty();
    assertThat(judgement.findings())
        .contains("Nobody was told of injection 1, flink-asleep")
        .hasSize(2);
  }

  @Test
  void anInjectionThatMadeNothingLateCountsForNoHop() {
    Judgement judgement = judge(List.of(injection(1, "kafka", 300, 320)));

    assertThat(judgement.hopsRight()).isNaN();
    assertThat(judgement.findings())
        .containsExactly("injection 1, kafka-asleep has made nothing late");
  }

  @Test
  void alertsBelongToTheInjectionThatTheyFollow() {
    Injection second = injection(2, "kafka", 300, 390);

    Judgement judgement =
        Judgement.of(
            new Judgement.Events(
                TABLE,
                List.of(WRITER, second),
                Map.of(TABLE, List.of(LATE, breach(360, 400))),
                List.of(breached(165, "flink"), recovered(260), breached(366, "kafka")),
                at(0),
                at(500)),
            EARLY);

    assertThat(judgement.verdicts())
        .extracting(Verdict::delay)
        .containsExactly(Optional.of(Duration.ofSeconds(5)), Optional.of(Duration.ofSeconds(6)));
    assertThat(judgement.verdicts().get(1).back()).isEmpty();
  }

  @Test
  void anAlertWithoutABreachIsAFalseOne() {
    Judgement judgement = judge(List.of(WRITER), breached(40, "flink"), breached(165, "flink"));

    assertThat(judgement.falseAlarms()).containsExactly(breached(40, "flink"));
    assertThat(judgement.findings())
        .containsExactly("raw.bench_000 was told to be late at 2026-11-30T12:00:40Z and was not");
  }

  @Test
  void anAlertOfATableThatNobodySendsToIsAFalseOne() {
    Told other =
        new Told(
            at(165), Told.BREACHED, Optional.of("raw.others"), Optional.empty(), Optional.empty());

    assertThat(judge(List.of(WRITER), breached(165, "flink"), other).falseAlarms())
        .containsExactly(other);
  }

  @Test
  void calmIsWhatNeitherInjectionsNorBreachesTake() {
    // 500 seconds, of which 100 to 200 are not calm.
    assertThat(judge(List.of(WRITER)).calm()).isEqualTo(Duration.ofSeconds(400));
  }

  private static Judgement judge(List<Injection> injections, Told... told) {
    return Judgement.of(
        new Judgement.Events(
            TABLE, injections, Map.of(TABLE, List.of(LATE)), List.of(told), at(0), at(500)),
        EARLY);
  }
}
