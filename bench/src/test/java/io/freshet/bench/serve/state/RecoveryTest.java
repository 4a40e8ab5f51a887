package io.freshet.bench.serve.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecoveryTest {
  private final Recovery recovery = new Recovery();

  @Test
  void countsFromTheKillToTheFirstNewDocumentAndToTheLastLateOne() {
    recovery.told(9_000, 9_100);
    recovery.killed(10_000);
    recovery.told(10_500, 18_000);
    recovery.told(15_000, 21_000);
    recovery.told(20_900, 21_100);

    assertThat(recovery.firstDocumentSeconds()).isEqualTo(8);
    assertThat(recovery.caughtUpSeconds()).isEqualTo(11);
  }

  @Test
  void whatTheKilledOneHadWrittenIsNoSignOfLife() {
    recovery.killed(10_000);
    recovery.told(9_990, 10_020);

    assertThat(recovery.isOverSince(Long.MAX_VALUE)).isFalse();
  }

  @Test
  void isOverWhenNothingIsLateAnyMore() {
    recovery.killed(10_000);
    recovery.told(10_500, 18_000);
    recovery.told(19_900, 20_000);

    assertThat(recovery.isOverSince(18_000)).isFalse();
    assertThat(recovery.isOverSince(18_001)).isTrue();
  }

  @Test
  void isCaughtUpWithTheFirstOneWhereNoneIsLate() {
    recovery.killed(10_000);
    recovery.told(11_900, 12_000);

    assertThat(recovery.caughtUpSeconds()).isEqualTo(recovery.firstDocumentSeconds()).isEqualTo(2);
  }
}
