package io.freshet.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningProcessTest {
  @TempDir private Path folder;
  private Path pidFile;
  private RunningProcess sleeper;

  @BeforeEach
  void start() throws IOException {
    pidFile = folder.resolve("run/sleeper.pid");
    sleeper = start("sleeper", List.of("sleep", "60"));
  }

  @AfterEach
  void stop() {
    sleeper.kill();
  }

  @Test
  void isGoneAfterAStop() {
    assertThat(sleeper.isAlive()).isTrue();
    assertThat(sleeper.memoryBytes()).isPositive();

    sleeper.stop(Duration.ofSeconds(5));

    assertThat(sleeper.isAlive()).isFalse();
  }

  @Test
  void isPausedUntilItIsResumed() {
    assertThat(sleeper.isPaused()).isFalse();

    sleeper.pause();
    await().until(sleeper::isPaused);
    sleeper.resume();

    await().until(() -> !sleeper.isPaused());
    assertThat(sleeper.isAlive()).isTrue();
  }

  @Test
  void isKilledWhenItWillNotStop() throws IOException {
    RunningProcess stubborn =
        start("stubborn", List.of("sh", "-c", "trap '' TERM; echo ready; exec sleep 60"));
    await().until(this::isReady);

    stubborn.stop(Duration.ofMillis(100));

    assertThat(stubborn.isAlive()).isFalse();
  }

  @Test
  void leavesAStrangerWithTheSamePidAlone() {
    RunningProcess longGone =
        new RunningProcess(sleeper.pid(), sleeper.startedAt().minusSeconds(60));

    longGone.kill();

    assertThat(longGone.isAlive()).isFalse();
    assertThat(sleeper.isAlive()).isTrue();
  }

  @Test
  void isKnownByItsBirthWhateverTheClockSays() {
    Instant byAnotherClock = sleeper.startedAt().minusSeconds(3600);

    assertThat(new RunningProcess(sleeper.pid(), byAnotherClock, sleeper.birth()).isAlive())
        .isTrue();
  }

  @Test
  void leavesAStrangerAloneWhoBeganAtTheSameTimeOfAnotherBoot() {
    RunningProcess longGone =
        new RunningProcess(sleeper.pid(), sleeper.startedAt(), "before" + sleeper.birth());

    longGone.kill();

    assertThat(sleeper.isAlive()).isTrue();
  }

  @Test
  void noticesThatNobodyWantsToWaitForItAnyLonger() throws IOException {
    RunningProcess stubborn =
        start("stubborn", List.of("sh", "-c", "trap '' TERM; echo ready; exec sleep 60"));
    await().until(this::isReady);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> stubborn.stop(Duration.ofSeconds(30)))
        .isInstanceOf(FreshetException.class)
        .hasMessage("Interrupted while waiting for process %d to end".formatted(stubborn.pid()));

    assertThat(Thread.interrupted()).isTrue();
    stubborn.kill();
  }

  @Test
  void isFoundByTheFileThatItWroteItself() {
    await().until(() -> Detached.noted(pidFile).isPresent());

    RunningProcess noted = Detached.noted(pidFile).orElseThrow();
    assertThat(noted.pid()).isEqualTo(sleeper.pid());
    assertThat(noted.birth()).isEqualTo(sleeper.birth()).matches("[-0-9a-f]{36}/\\d+");
  }

  @Test
  void runsInASessionOfItsOwn() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + sleeper.pid() + "/stat"));
    String session = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];

    assertThat(session).isEqualTo(Long.toString(sleeper.pid()));
  }

  private RunningProcess start(String name, List<String> command) throws IOException {
    return Detached.start(
        new Launch(command, Map.of(), folder),
        folder.resolve("run/%s.pid".formatted(name)),
        folder.resolve("logs/%s.log".formatted(name)));
  }

  private boolean isReady() throws IOException {
    return Files.readString(folder.resolve("logs/stubborn.log")).contains("ready");
  }
}
