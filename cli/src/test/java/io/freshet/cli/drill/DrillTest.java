package io.freshet.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.cli.drill.Drill.Watching;
import io.freshet.cli.drill.Engineer.Said;
import io.freshet.cli.drill.Ground.Proven;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrillTest {
  private static final Duration WITHIN = Duration.ofMinutes(30);
  private static final String CONSOLE = "http://127.0.0.1:8989";
  private static final DrillFault ASLEEP = DrillFaults.chosen(List.of("kafka-asleep")).get(0);

  private Instant heard = Instant.EPOCH;
  private final StringWriter told = new StringWriter();
  private final Engineer engineer = new Engineer(() -> heard);

  private DrillResult drill(FakeGround ground) throws Exception {
    return new Drill(
            ground,
            engineer,
            new Watching(ground, Duration.ZERO, WITHIN),
            new PrintWriter(told, true))
        .run(ASLEEP, CONSOLE);
  }

  @Test
  void countsFromTheFaultToWhatTheConsoleShowsAndTheEngineerMends() throws Exception {
    FakeGround ground = new FakeGround(minutes(2), minutes(5));

    DrillResult result = drill(ground);

    assertThat(result.shown()).isEqualTo(minutes(2));
    assertThat(result.mended()).isEqualTo(minutes(5));
    assertThat(result.ok()).isTrue();
    assertThat(ground.done()).containsExactly("well", "inject kafka-asleep", "prove");
  }

  @Test
  void saysWhatItWasOnlyOnceItIsMended() throws Exception {
    drill(new FakeGround(minutes(1), minutes(3)));

    assertThat(told.toString().lines())
        .containsExactly(
            "Something is wrong: open " + CONSOLE,
            "Find it there, and mend it. Type what it is once you know; Enter alone to be told.",
            "Mended after 180 s: kafka hangs: it was sent SIGSTOP.");
  }

  @Test
  void mendsItselfWhatNobodyMendsInTime() throws Exception {
    FakeGround ground = new FakeGround(minutes(1), Optional.empty());

    DrillResult result = drill(ground);

    assertThat(ground.done()).containsExactly("well", "inject kafka-asleep", "mend kafka-asleep");
    assertThat(result.mended()).isEmpty();
    assertThat(result.ok()).isFalse();
    assertThat(told.toString()).contains("It is mended for you; it was: kafka hangs");
  }

  @Test
  void leavesNothingWrongWhenItIsInterrupted() {
    FakeGround ground = new FakeGround(Optional.empty(), Optional.empty());
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> drill(ground)).isInstanceOf(InterruptedException.class);
    assertThat(ground.done()).endsWith("mend kafka-asleep");
  }

  @Test
  void failsWhereRowsAreMissingThoughItIsMended() throws Exception {
    DrillResult result =
        drill(new FakeGround(minutes(1), minutes(2)).proving(new Proven(false, 11, 4_999, 1, 0)));

    assertThat(result.mended()).isPresent();
    assertThat(result.ok()).isFalse();
  }

  @Test
  void notesWhenTheEngineerNamesItAndHowOftenSomethingElse() throws Exception {
    engineer.hear("kafka"); // before there was anything to find
    FakeGround ground =
        new FakeGround(minutes(1), minutes(4))
            .meanwhile(
                () -> {
                  engineer.hear("the catalog?");
                  engineer.hear("Kafka hangs");
                });

    DrillResult result = drill(ground);

    assertThat(result.wrong()).isEqualTo(1);
    assertThat(result.named()).isPresent();
    assertThat(result.told()).isFalse();
    assertThat(told.toString()).contains("It is something else.", "So it is, found after");
  }

  @Test
  void countsToWhenALineWasTypedThoughItLooksLater() throws Exception {
    FakeGround ground = new FakeGround(minutes(1), minutes(4));
    FakeGround looked =
        ground.meanwhile(
            () -> {
              heard = Instant.EPOCH.plusSeconds(40);
              engineer.hear("kafka");
              ground.pass(Duration.ofMinutes(1)); // the look hangs
            });

    assertThat(drill(looked).named()).contains(Duration.ofSeconds(40));
  }

  @Test
  void countsFromWhenTheFaultIsInForce() throws Exception {
    FakeGround ground = new FakeGround(minutes(2), minutes(5)).injectingFor(Duration.ofMinutes(1));

    DrillResult result = drill(ground);

    assertThat(result.shown()).isEqualTo(minutes(1));
    assertThat(result.mended()).isEqualTo(minutes(4));
  }

  @Test
  void tellsWhatItIsToWhoGivesUpAndWaitsForThemToMendIt() throws Exception {
    DrillResult result =
        drill(new FakeGround(minutes(1), minutes(4)).meanwhile(() -> engineer.hear("")));

    assertThat(result.told()).isTrue();
    assertThat(result.named()).isEmpty();
    assertThat(result.mended()).isPresent();
    assertThat(told.toString())
        .contains("kafka hangs: it was sent SIGSTOP. Mended by: kill -9 with the pid");
  }

  @Test
  void hearsWhatIsTypedLineByLine() {
    Engineer typing = Engineer.at(new BufferedReader(new StringReader("kafka \n\n")), () -> heard);

    await().until(() -> typing.said().equals(Optional.of(new Said("kafka", heard))));
    await().until(() -> typing.said().equals(Optional.of(new Said("", heard))));
    assertThat(typing.said()).isEmpty();
  }

  private static Optional<Duration> minutes(long minutes) {
    return Optional.of(Duration.ofMinutes(minutes));
  }
}
