package io.freshet.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderAuditTest {
  private static final OrderStep CREATED = new OrderStep(17, 1, "created");
  private static final OrderStep CONFIRMED = new OrderStep(17, 2, "confirmed");

  private static final List<OrderStep> BOTH = List.of(CREATED, CONFIRMED);

  @Test
  void doesNotWaitForEverForAPostgresThatSaysNothing() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "jdbc:postgresql://127.0.0.1:%d/orders".formatted(mute.getLocalPort());
      Settings settings =
          Settings.of(
              Map.of("postgres.url", url, "postgres.user", "ana", "postgres.password", "hushed"));

      assertThatThrownBy(() -> OrderAudit.rows(settings, Duration.ofSeconds(1)))
          .isInstanceOfSatisfying(
              FreshetException.class,
              failure -> assertThat(failure.fault()).isEqualTo(Fault.DEPENDENCY))
          .hasMessageStartingWith("Cannot read the steps of orders from " + url + " within 1s: ");
    }
  }

  @Test
  void doesNotReadForEverAStreamWhoseEndItNeverReaches() {
    assertThatThrownBy(() -> OrderAudit.events(List::of, () -> false, Duration.ofMillis(1)))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "Stream captured_orders was not read to its end within 1ms; 0 steps of orders had come");
  }

  @Test
  void findsNothingWhereAllAgree() {
    assertThat(new OrderAudit(BOTH, BOTH, BOTH).findings()).isEmpty();
  }

  @Test
  void findsAnAnsweredStepThatIsGone() {
    assertThat(new OrderAudit(BOTH, List.of(CREATED), List.of(CREATED)).findings())
        .containsExactly(
            "1 steps of orders are answered as made and not in Postgres, the first version 2"
                + " (confirmed) of order 17");
  }

  @Test
  void findsAStepThatNobodyWasToldOf() {
    assertThat(new OrderAudit(List.of(CREATED), BOTH, BOTH).findings())
        .singleElement()
        .asString()
        .contains("in Postgres and answered as made to nobody");
  }

  @Test
  void findsAStepThatIsNoEvent() {
    assertThat(new OrderAudit(BOTH, BOTH, List.of(CREATED)).findings())
        .singleElement()
        .asString()
        .contains("in Postgres and no event");
  }

  @Test
  void findsAnEventThatCameTwice() {
    assertThat(new OrderAudit(BOTH, BOTH, List.of(CREATED, CREATED, CONFIRMED)).findings())
        .singleElement()
        .asString()
        .contains("an event twice");
  }

  @Test
  void findsAnEventThatCameBeforeTheOneItFollows() {
    assertThat(new OrderAudit(BOTH, BOTH, List.of(CONFIRMED, CREATED)).findings())
        .singleElement()
        .asString()
        .contains("an event before the step that it follows");
  }
}
