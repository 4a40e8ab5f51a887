package io.freshet.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.chaos.FaultKind;
import io.freshet.assurance.chaos.FaultKinds;
import io.freshet.assurance.chaos.door.Weather;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each kind that a schedule may have is one that somebody lets happen, and the reverse. */
class StrikersTest {
  private static List<String> names(FaultKind.Group group) {
    return FaultKinds.all().stream()
        .filter(kind -> kind.group() == group)
        .map(FaultKind::name)
        .toList();
  }

  @Test
  void answerWronglyToAllKinds() {
    assertThat(AnswerStrikes.kinds())
        .containsExactlyInAnyOrderElementsOf(names(FaultKind.Group.ANSWER));
  }

  @Test
  void sendAllKinds() {
    assertThat(TrafficStrikes.kinds())
        .containsExactlyInAnyOrderElementsOf(names(FaultKind.Group.TRAFFIC));
  }

  @Test
  void operateByAllKinds() {
    assertThat(OperationStrikes.kinds())
        .containsExactlyInAnyOrderElementsOf(names(FaultKind.Group.OPERATION));
  }

  @Test
  void haveAWeatherForAllKinds() {
    assertThat(names(FaultKind.Group.NETWORK))
        .allSatisfy(
            kind ->
                assertThat(
                        NetworkStrikes.weather(
                            kind.substring(kind.lastIndexOf('-') + 1), new Random(1)))
                    .isNotInstanceOf(Weather.Calm.class));
  }

  @Test
  void killAndPauseAllKinds() {
    assertThat(names(FaultKind.Group.PROCESS)).allMatch(kind -> kind.matches(".+-(killed|asleep)"));
  }
}
