package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.local.Part;
import io.freshet.local.PartStatus;
import io.freshet.local.Platform;
import io.freshet.local.ProgressListener;
import io.freshet.local.StateFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees who got something wrong: one line that says what to do, and exit code 2. */
class CommandLineIT {
  private static final int CALLERS_FAULT = 2;

  @TempDir private Path folder;
  private FreshetCommand command;

  @BeforeAll
  static void build(@TempDir Path folder) throws Exception {
    new FreshetCommand(folder, folder.resolve("output")).run("--help");
  }

  @BeforeEach
  void nameTheState() {
    command = new FreshetCommand(folder.resolve("state"), folder.resolve("output"));
  }

  @Test
  void showsEveryCommandInItsHelp() throws Exception {
    FreshetCommand.Answer help = command.run("--help");

    assertThat(help.exitCode()).isZero();
    String names =
        "demo up down status contract stream replay run maintain sql find token scratch dbt"
            + " dashboard notebook airflow snowflake freshness prove dlq";
    for (String name : names.split(" ")) {
      assertThat(help.printed()).containsPattern("(?m)^  " + name + " ");
    }
  }

  @Test
  void saysWhatToStartWhenNothingIsUp() throws Exception {
    FreshetCommand.Answer answer = command.run("sql", "select 1");

    assertThat(answer.exitCode()).isEqualTo(CALLERS_FAULT);
    assertThat(answer.printed().lines()).singleElement().asString().contains("./freshet up");
  }

  @Test
  void saysWhatToStartWhenEverythingWasStopped() throws Exception {
    Path state = Files.createDirectories(folder.resolve("state"));
    Files.writeString(
        state.resolve("profile.yaml"),
        "contracts.path: %s%n".formatted(command.project().resolve("contracts")));

    for (String asked : new String[] {"prove", "freshness", "maintain"}) {
      FreshetCommand.Answer answer = command.run(asked);

      assertThat(answer.exitCode()).isEqualTo(CALLERS_FAULT);
      assertThat(answer.printed().lines()).singleElement().asString().contains("./freshet up");
    }
  }

  @Test
  void findsInContractsWhenNothingIsUp() throws Exception {
    FreshetCommand.Answer answer = command.run("find", "time_zone");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.printed()).contains("raw.markets.time_zone").contains("delivery-marketplace");
    assertThat(command.run("find", "nowhere_to_be_found").exitCode()).isEqualTo(1);
  }

  @Test
  void namesFileAndLineOfABrokenContract() throws Exception {
    Path contracts = Files.createDirectory(folder.resolve("contracts"));
    String whole = Files.readString(command.project().resolve("contracts/markets.yaml"));
    Files.writeString(
        contracts.resolve("markets.yaml"),
        whole.replaceFirst("logicalType: string", "logicalType: strin"));

    FreshetCommand.Answer answer = command.run("contract", "lint", contracts.toString());

    assertThat(answer.exitCode()).isNotZero();
    assertThat(answer.printed()).containsPattern("markets\\.yaml:\\d+").contains("strin");
  }

  @Test
  void namesAPortThatSomebodyElseHas() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      FreshetCommand.Answer answer =
          command.with("FRESHET_REDIS_PORT", Integer.toString(taken.getLocalPort())).run("up");

      assertThat(answer.exitCode()).isEqualTo(CALLERS_FAULT);
      assertThat(answer.printed())
          .contains(Integer.toString(taken.getLocalPort()))
          .contains("FRESHET_REDIS_PORT");
    } finally {
      new FreshetCommand(folder.resolve("state"), folder.resolve("down")).run("down");
    }
  }

  @Test
  void leavesNothingBehindWhenStoppedWhileStarting() throws Exception {
    Platform platform = Platform.in(new StateFolder(folder.resolve("state")));

    Process up = command.start("up");
    await().atMost(Duration.ofMinutes(2)).until(() -> command.printed().contains("s3   "));
    up.destroy(); // SIGTERM ends in the same hook as Ctrl-C
    FreshetCommand.Answer answer = command.end(up, Duration.ofMinutes(2));

    assertThat(answer.printed()).contains("Interrupted");
    assertThat(platform.status())
        .extracting(PartStatus::state)
        .containsOnly(PartStatus.State.STOPPED);
  }

  @Test
  void leavesNothingButAResultWhenTheDemoIsStoppedWhileStarting() throws Exception {
    Platform platform = Platform.in(new StateFolder(folder.resolve("state")));
    Path result = folder.resolve("demo.json");

    Process demo = command.start("demo", "--json", result.toString());
    await().atMost(Duration.ofMinutes(2)).until(() -> command.printed().contains("s3   "));
    demo.destroy();
    command.end(demo, Duration.ofMinutes(2));

    assertThat(platform.status())
        .extracting(PartStatus::state)
        .containsOnly(PartStatus.State.STOPPED);
    assertThat(Files.readString(result)).contains("\"ok\" : false", "Interrupted");
  }

  @Test
  void suggestsTheSettingThatWasProbablyMeant() throws Exception {
    FreshetCommand.Answer answer = command.with("FRESHET_REDIS_PROT", "6380").run("status");

    assertThat(answer.exitCode()).isEqualTo(CALLERS_FAULT);
    assertThat(answer.printed().lines())
        .containsExactly("FRESHET_REDIS_PROT is no setting; did you mean FRESHET_REDIS_PORT?");
  }

  @Test
  void leavesWhatRanBeforeWhenStoppedWhileStartingTheRest() throws Exception {
    Platform platform = Platform.in(new StateFolder(folder.resolve("state")));
    try {
      platform.up(Set.of(Part.REDIS), ProgressListener.SILENT);

      Process up = command.start("up");
      await().atMost(Duration.ofMinutes(2)).until(() -> command.printed().contains("s3   "));
      up.destroy();
      command.end(up, Duration.ofMinutes(2));

      assertThat(platform.status())
          .filteredOn(part -> part.name().equals(Part.REDIS.label()))
          .extracting(PartStatus::state)
          .containsOnly(PartStatus.State.RUNNING);
    } finally {
      platform.down(ProgressListener.SILENT);
    }
  }

  @Test
  void saysHowToInstallWhatIsMissing() throws Exception {
    Path programs = basicPrograms();

    FreshetCommand.Answer answer = onABareMachine(programs).run("status");

    assertThat(answer.exitCode()).isEqualTo(CALLERS_FAULT);
    assertThat(answer.printed())
        .contains("apt-get install -y openjdk-17-jdk-headless maven python3 python3-pip");
  }

  @Test
  void saysHowToInstallPipWherePythonHasNone() throws Exception {
    Path programs = basicPrograms();
    script(programs.resolve("python3"), "[ \"$1\" = --version ] && echo Python 3.11.2");

    FreshetCommand.Answer answer = onABareMachine(programs).run("status");

    assertThat(answer.exitCode()).isEqualTo(CALLERS_FAULT);
    assertThat(answer.printed())
        .contains("apt-get install -y openjdk-17-jdk-headless maven python3-pip");
  }

  private FreshetCommand onABareMachine(Path programs) {
    return command
        .with("PATH", programs.toString())
        .with("JAVA_HOME", "/nowhere")
        .with("FRESHET_JVMS", "/nowhere");
  }

  /** What every Linux has. */
  private Path basicPrograms() throws IOException {
    Path programs = Files.createDirectory(folder.resolve("programs"));
    for (String name : new String[] {"bash", "dirname", "sed", "head", "find", "grep", "sort"}) {
      script(programs.resolve(name), "exec %s \"$@\"".formatted(program(name)));
    }

    return programs;
  }

  private static void script(Path program, String line) throws IOException {
    Files.writeString(program, "#!/bin/sh\n%s\n".formatted(line));
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private static Path program(String name) {
    for (String folder : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(folder, name))) {
        return Path.of(folder, name);
      }
    }
    throw new AssertionError("This machine has no " + name);
  }
}
