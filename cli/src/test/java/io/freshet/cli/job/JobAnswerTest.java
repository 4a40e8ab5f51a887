package io.freshet.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class JobAnswerTest {
  private static final Path LOG = Path.of("import.log");
  private static final int FAILED_CHECK = 1;
  private static final int CALLERS_FAULT = 2;
  private static final int KILLED = 137;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Command(name = "some")
  private static final class SomeCommand implements Callable<Integer> {
    private final ModuleProcess.Outcome outcome;
    @Mixin private JobAnswer answer;

    SomeCommand(ModuleProcess.Outcome outcome) {
      this.outcome = outcome;
    }

    @Override
    public Integer call() {
      return answer.giveOrSayWhyNot(
          "Import", outcome, (result, text) -> text.print("rows " + result.path("rows")), LOG);
    }
  }

  @Test
  void printsWhatItCameTo() {
    assertThat(answer(0, rows())).isZero();

    assertThat(out).hasToString("rows 7");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aCheckThatFailedIsAResult() {
    assertThat(answer(FAILED_CHECK, rows())).isEqualTo(FAILED_CHECK);

    assertThat(out).hasToString("rows 7");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void saysWhyThereIsNone() {
    ObjectNode failed = object().put("ok", false).put("failure", "There is no such folder");

    assertThat(answer(CALLERS_FAULT, failed)).isEqualTo(CALLERS_FAULT);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().strip()).isEqualTo("There is no such folder");
  }

  @Test
  void whoWasKilledHasNone() {
    assertThat(answer(KILLED, rows())).isEqualTo(KILLED);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().strip()).isEqualTo("Import failed; its log is import.log");
  }

  @Test
  void jsonStandsInPlaceOfText() {
    assertThat(answer(0, rows(), "--json", "-")).isZero();

    assertThat(out.toString()).contains("\"rows\" : 7").doesNotContain("rows 7");
  }

  private int answer(int exitCode, ObjectNode result, String... arguments) {
    return new CommandLine(new SomeCommand(new ModuleProcess.Outcome(exitCode, result)))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private static ObjectNode rows() {
    return object().put("ok", true).put("rows", 7);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
