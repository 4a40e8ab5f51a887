package io.freshet.core.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class ProcessOptionsTest {
  @TempDir private Path folder;
  private Path profile;
  private Path answer;

  @BeforeEach
  void nameFiles() throws Exception {
    profile = Files.createFile(folder.resolve("profile.yaml"));
    answer = folder.resolve("answer.json");
  }

  @Test
  void printsTheAnswerWhereItWasAskedFor() throws Exception {
    int exitCode = run("wait", "--for", "90s");

    assertThat(exitCode).isZero();
    assertThat(Files.readString(answer)).contains("\"seconds\" : 90");
  }

  @Test
  void anAnswerThatIsNotOkIsACheckThatFailed() throws Exception {
    int exitCode = run("wait", "--for", "0s");

    assertThat(exitCode).isEqualTo(Fault.OURS.exitCode());
    assertThat(Files.readString(answer)).contains("\"ok\" : false", "\"seconds\" : 0");
  }

  @Test
  void theAnswerSaysWhyThereIsNone() throws Exception {
    profile = folder.resolve("none.yaml");

    int exitCode = run("wait", "--for", "1s");

    assertThat(exitCode).isEqualTo(Fault.CALLER.exitCode());
    assertThat(Files.readString(answer)).contains("none.yaml: there is no such file");
  }

  @Test
  void aFailureIsTheFaultThatTheProcessTakesItFor() throws Exception {
    int exitCode = run("fail");

    assertThat(exitCode).isEqualTo(Fault.DEPENDENCY.exitCode());
    assertThat(Files.readString(answer))
        .contains("\"ok\" : false", "\"failure\" : \"java.lang.IllegalStateException\"");
  }

  @Test
  void anAnswerThatCanNotBeWrittenIsTheCallersFault() {
    answer = folder.resolve("nowhere").resolve("answer.json");

    assertThat(run("wait", "--for", "1s")).isEqualTo(Fault.CALLER.exitCode());
    assertThat(run("fail")).isEqualTo(Fault.CALLER.exitCode());
  }

  @Test
  void aFailureMayBeAnsweredInAShapeOfItsOwn() throws Exception {
    FailedWork shaped =
        new FailedWork(
            "Errand",
            ProcessOptionsTest::fault,
            reason -> JsonNodeFactory.instance.objectNode().put("why", reason).putNull("plan"));

    ProcessOptions.execute(
        new CommandLine(new Errand()), shaped, "fail", "--json", answer.toString());

    assertThat(Files.readString(answer)).contains("\"why\"", "\"plan\" : null");
  }

  private int run(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--profile", profile.toString(), "--json", answer.toString()));

    return ProcessOptions.execute(
        new CommandLine(new Errand()),
        new FailedWork("Errand", ProcessOptionsTest::fault),
        arguments.toArray(String[]::new));
  }

  private static Fault fault(Throwable failure) {
    return failure instanceof FreshetException known ? known.fault() : Fault.DEPENDENCY;
  }

  /** What stands for a process. */
  @Command(name = "errand")
  static final class Errand {
    @Command(name = "wait")
    int await(
        @Mixin ProcessOptions options, @Option(names = "--for", required = true) Duration duration)
        throws Exception {
      ObjectNode waited =
          JsonNodeFactory.instance
              .objectNode()
              .put("ok", !duration.isZero())
              .put("seconds", duration.toSeconds());

      return options.answer(settings -> waited);
    }

    @Command(name = "fail")
    int fail(@Mixin ProcessOptions options) {
      options.print(JsonNodeFactory.instance.objectNode());
      throw new IllegalStateException();
    }
  }
}
