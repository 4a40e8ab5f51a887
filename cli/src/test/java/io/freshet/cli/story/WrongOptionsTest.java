package io.freshet.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.Failures;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** They are refused before the platform is started: nothing is left but a line and the result. */
class WrongOptionsTest {
  private static final int CALLERS_FAULT = 2;

  @TempDir private Path folder;
  private final StringWriter printed = new StringWriter();

  @Test
  void refusesADurationThatIsNone() throws Exception {
    assertRefused(
        "--duration is abc; it must be a duration such as 30s, 5m or 2h",
        new DemoCommand(),
        "--duration",
        "abc");
  }

  @Test
  void refusesADurationOfNothing() throws Exception {
    assertRefused(
        "duration is PT0S; it must be longer than nothing", new DemoCommand(), "--duration", "0s");
  }

  @Test
  void refusesARateThatNobodySends() throws Exception {
    assertRefused(
        "rate is -1.0; it must be above 0 and at most 1000000", new DemoCommand(), "--rate", "-1");
  }

  @Test
  void refusesASpeedThatIsNone() throws Exception {
    assertRefused(
        "speed is fast; it must be max, 0 (the same) or how many seconds of event time pass in one"
            + " second, such as 1 or 600",
        new ReplayCabsCommand(),
        "--pings=pings.parquet",
        "--trips=trips.parquet",
        "--speed=fast");
  }

  @Test
  void refusesToKillLessThanNothing() throws Exception {
    assertRefused(
        "--kill is -1; it must be 0 or more",
        new ReplayCabsCommand(),
        "--pings=pings.parquet",
        "--trips=trips.parquet",
        "--kill=-1");
  }

  @Test
  void refusesARecordingThatIsNotThere() throws Exception {
    Path nowhere = folder.resolve("pings.parquet");

    assertRefused(
        "There is no file " + nowhere,
        new ReplayCabsCommand(),
        "--pings=" + nowhere,
        "--trips=" + nowhere);
  }

  private void assertRefused(String line, Object command, String... arguments) throws Exception {
    Path json = folder.resolve("result.json");
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    all[0] = "--json";
    all[1] = json.toString();

    int exitCode =
        new CommandLine(command)
            .setExecutionExceptionHandler(new Failures())
            .setErr(new PrintWriter(printed, true))
            .execute(all);

    assertThat(printed.toString().lines()).containsExactly(line);
    assertThat(exitCode).isEqualTo(CALLERS_FAULT);
    JsonNode result = new ObjectMapper().readTree(Files.readString(json));
    assertThat(result.path("ok").asBoolean(true)).isFalse();
    assertThat(result.path("failures")).singleElement().hasToString("\"" + line + "\"");
  }
}
