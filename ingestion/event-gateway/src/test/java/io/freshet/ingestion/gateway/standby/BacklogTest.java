package io.freshet.ingestion.gateway.standby;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog();

  @Test
  void isEmptyOnceSomebodyHasLooked() {
    assertThat(backlog.isEmpty()).isFalse();

    backlog.found(0, backlog.version());

    assertThat(backlog.isEmpty()).isTrue();
  }

  @Test
  void tellsHowMuchWaits() {
    backlog.found(7, backlog.version());

    assertThat(backlog.isEmpty()).isFalse();
    assertThat(backlog.waiting()).isEqualTo(7);
  }

  @Test
  void isNotCalledEmptyWhileSomethingIsOnItsWay() {
    backlog.found(0, backlog.version());
    backlog.sending();
    backlog.found(0, backlog.version());

    assertThat(backlog.isEmpty()).isFalse();

    backlog.sent();
    backlog.found(0, backlog.version());

    assertThat(backlog.isEmpty()).isTrue();
  }

  @Test
  void doesNotBelieveWhoLookedBeforeSomethingGotThere() {
    long before = backlog.version();
    backlog.sending();
    backlog.sent();

    backlog.found(0, before);

    assertThat(backlog.isEmpty()).isFalse();
  }
}
