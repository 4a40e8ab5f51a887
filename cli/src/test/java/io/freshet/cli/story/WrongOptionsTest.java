package io.freshet.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.Freshet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** They are refused before the platform is started: nothing is left but a line and the result. */
class WrongOptionsTest {
  private static final int CALLERS_FAULT = 2;

  @TempDir private Path folder;
  private final StringWriter printed = new StringWriter();

  @Test
  void refusesADurationThatIsNone() {
    assertThat(execute(List.of("demo", "--duration=abc"))).isEqualTo(CALLERS_FAULT);
    assertThat(printed.toString()).contains("'--duration'", "'abc' is no duration; write 500ms");
  }

  @Test
  void refusesADurationOfNothing() throws Exception {
    assertRefused("duration is PT0S; it must be longer than nothing", "demo", "--duration", "0s");
  }

  @Test
  void refusesARateThatNobodySends() throws Exception {
    assertRefused("rate is -1.0; it must be above 0 and at most 1000000", "demo", "--rate", "-1");
  }

  @Test
  void refusesToEndADemoInTwoWays() {
    assertThat(execute(List.of("demo", "--once", "--look"))).isEqualTo(CALLERS_FAULT);
    assertThat(printed.toString()).contains("--once, --look are mutually exclusive");
  }

  @Test
  void refusesToSimulateNothing() {
    assertThat(execute(List.of("simulate", "--duration=0s"))).isEqualTo(CALLERS_FAULT);
    assertThat(printed.toString()).startsWith("duration is PT0S; it must be longer than nothing");
  }

  @Test
  void refusesASpeedOfWhatHappensNow() {
    assertThat(execute(List.of("simulate", "--speed=600"))).isEqualTo(CALLERS_FAULT);
    assertThat(printed.toString()).contains("name its beginning with --start");
  }

  @Test
  void refusesASpeedThatIsNone() throws Exception {
    assertRefused(
        "speed is fast; it must be max, 0 (the same) or how many seconds of event time pass in one"
            + " second, such as 1 or 600",
        "replay",
        "cabs",
        "--pings=pings.parquet",
        "--trips=trips.parquet",
        "--speed=fast");
  }

  @Test
  void refusesFaultsOneUponTheOther() throws Exception {
    assertRefused(
        "--fault-every is 1s; it must be at least 10s, or 0s for none",
        "replay",
        "cabs",
        "--pings=pings.parquet",
        "--trips=trips.parquet",
        "--fault-every=1s");
  }

  @Test
  void refusesToKillLessThanNothing() throws Exception {
    assertRefused(
        "--kill is -1; it must be 0 or more",
        "replay",
        "cabs",
        "--pings=pings.parquet",
        "--trips=trips.parquet",
        "--kill=-1");
  }

  @Test
  void refusesASettingOfAnotherJob() throws Exception {
    assertRefused(
        "--eta is writer.interval; it must be a key that begins with eta.",
        "replay",
        "cabs",
        "--pings=pings.parquet",
        "--trips=trips.parquet",
        "--eta=writer.interval=1s");
  }

  @Test
  void refusesARecordingThatIsNotThere() throws Exception {
    Path nowhere = folder.resolve("pings.parquet");

    assertRefused(
        "There is no file " + nowhere,
        "replay",
        "cabs",
        "--pings=" + nowhere,
        "--trips=" + nowhere);
  }

  private void assertRefused(String line, String... arguments) throws Exception {
    Path json = folder.resolve("result.json");
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json=" + json);

    int exitCode = execute(all);

    assertThat(printed.toString().lines()).containsExactly(line);
    assertThat(exitCode).isEqualTo(CALLERS_FAULT);
    JsonNode result = new ObjectMapper().readTree(Files.readString(json));
    assertThat(result.path("ok").asBoolean(true)).isFalse();
    assertThat(result.path("failures")).singleElement().hasToString("\"" + line + "\"");
  }

  private int execute(List<String> arguments) {
    return Freshet.commandLine()
        .setErr(new PrintWriter(printed, true))
        .execute(arguments.toArray(String[]::new));
  }
}
