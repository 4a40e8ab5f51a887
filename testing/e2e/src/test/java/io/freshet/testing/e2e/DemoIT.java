package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.local.PartStatus;
import io.freshet.local.Platform;
import io.freshet.local.StateFolder;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole job as a user starts it, with one of Flink's processes killed on the way; then each
 * command on the platform that the demo leaves up. Tests add rows to it and leave all of it
 * running, the last one excepted; none looks at what another has added.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // the last takes all down
class DemoIT
    implements PromptTests,
        ProofTests,
        JobTests,
        CutTests,
        ConsoleTests,
        DoctorTests,
        GuideTests,
        LastingTests {
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path folder;

  private static Platform platform;
  private static FreshetCommand command;
  private static FreshetCommand.Answer demo;

  @BeforeAll
  static void runDemo() throws Exception {
    Path state = folder.resolve("state");
    Path output = folder.resolve("output");
    platform = Platform.in(new StateFolder(state));
    command = new FreshetCommand(state, output);

    Process running =
        command.start(
            "demo",
            "--keep-up",
            "--duration",
            "45s",
            "--rate",
            "200",
            "--json",
            folder.resolve("demo.json").toString());
    await()
        .atMost(PATIENCE)
        .until(() -> !running.isAlive() || Files.readString(output).contains(" to commit"));
    if (running.isAlive()) {
      platform.kill("writer-taskmanager");
    }
    demo = command.end(running, PATIENCE);
  }

  @AfterAll
  static void takeDown() throws Exception {
    assertThat(command.run("down").exitCode()).isZero();
    assertThat(platform.status())
        .extracting(PartStatus::state)
        .containsOnly(PartStatus.State.STOPPED);
  }

  /** One that a test may give variables of its own, and let run beside others. */
  @Override
  public FreshetCommand freshCommand() {
    return new FreshetCommand(
        folder.resolve("state"), folder.resolve("fresh-" + UUID.randomUUID()));
  }

  @Test
  void holdsEverythingThoughTheWriterIsKilledOnTheWay() throws IOException {
    assertThat(demo.exitCode()).as(demo.printed()).isZero();
    assertThat(demo.printed()).contains("restarted writer-taskmanager", "Everything held");
    assertThat(demo.printed()).containsPattern("\\d to commit, oldest +\\d+(\\.\\d)? (s|min)");
    JsonNode result = json("demo.json");
    assertThat(result.path("ok").asBoolean()).isTrue();
    assertThat(result.path("seconds").path("first_eta").asDouble()).isPositive();
    assertThat(result.path("eta").path("predictions").asLong()).isPositive();
    assertThat(proof(result, "raw.dasher_pings").path("dead_lettered").asLong()).isEqualTo(3);
    assertThat(found(result)).isEqualTo(result.path("events").asLong());
  }

  @Test
  void showsThatEveryPartRuns() throws Exception {
    JsonNode status = ask("status", "--json", "-");

    assertThat(status.path("parts")).hasSizeGreaterThan(10);
    assertThat(status.path("parts"))
        .allSatisfy(part -> assertThat(part.path("state").asText()).isEqualTo("running"));
  }

  @Test
  void findsTheFirstPlatformWhenStartedAgain() throws Exception {
    List<OptionalLong> before = platform.status().stream().map(PartStatus::pid).toList();

    ask("up");

    assertThat(platform.status().stream().map(PartStatus::pid)).isEqualTo(before);
  }

  @Test
  void findsNothingToApplyOnceContractsAreApplied() throws Exception {
    assertThat(command.run("contract", "apply").printed())
        .contains("Plan: 0 to create, 0 to change, 0 refused");
    JsonNode plan = ask("contract", "apply", "--dry-run", "--json", "-").path("plan");

    assertThat(plan).hasSizeGreaterThan(10);
    assertThat(plan)
        .allSatisfy(change -> assertThat(change.path("action").asText()).isEqualTo("none"));
  }

  @Test
  void saysHowStaleEveryTableIs() throws Exception {
    JsonNode tables = ask("freshness", "--json", "-").path("tables");

    assertThat(tables)
        .extracting(table -> table.path("table").asText())
        .contains("raw.dasher_pings", "raw.order_events", "clean.dasher_efficiency");
  }

  @Test
  void measuresByATestThatNoTableShows() throws Exception {
    JsonNode before = ask("prove", "markets", "--json", "-").path("tables").path(0);

    JsonNode probe = ask("probe", "markets", "--times", "1", "--json", "-");

    assertThat(probe.at("/streams/0/to_table_seconds/max").asDouble()).isPositive();
    JsonNode after =
        ask("prove", "markets", "--deep", "--engine", "kafka", "--json", "-")
            .path("tables")
            .path(0);
    assertThat(after.path("found")).isEqualTo(before.path("found"));
    assertThat(after.path("excluded").asLong()).isEqualTo(before.path("excluded").asLong() + 1);
  }

  @Test
  void measuresTheWayThroughTheGatewayIntoTheTable() throws Exception {
    FreshetCommand door = new FreshetCommand(folder.resolve("state"), folder.resolve("door"));
    Process gateway = door.start("gateway");
    try {
      await()
          .atMost(Duration.ofMinutes(5))
          .until(() -> door.printed().contains("; Ctrl-C ends it"));
      String url = door.printed().replaceAll("(?s).* is at (\\S+); Ctrl-C.*", "$1");
      Path result = folder.resolve("door.json");
      FreshetCommand.Answer probe =
          freshCommand()
              .with("FRESHET_PROBE_GATEWAY_URL", url)
              .run("probe", "dasher_pings", "--via=gateway", "--times=1", "--json=" + result);

      assertThat(probe.exitCode()).as(probe.printed()).isZero();
      JsonNode pings = json("door.json").at("/streams/0");
      assertThat(pings.at("/to_answer_seconds/max").isNumber()).isTrue();
      assertThat(pings.at("/to_table_seconds/max").asDouble()).isPositive();
    } finally {
      gateway.destroy();
      door.end(gateway, Duration.ofMinutes(1));
    }
  }

  @Test
  void refusesATokenThatTheCatalogDoesNotKnow() throws Exception {
    FreshetCommand.Answer answer =
        freshCommand()
            .with("FRESHET_CATALOG_TOKEN", "a-token-that-is-wrong")
            .run("prove", "markets");

    assertThat(answer.exitCode()).as(answer.printed()).isEqualTo(CALLERS_FAULT);
    assertThat(answer.printed()).contains("check catalog.token");
  }

  @Test
  void showsWhatWasRefusedInWords() throws Exception {
    JsonNode rows =
        ask("sql", "--json", "-", "select payload, record_key, headers from raw.dead_letters")
            .path("rows");

    assertThat(rows)
        .extracting(row -> row.path("payload").asText())
        .contains("not Avro at all", "0x007f7f7f7f01");
    assertThat(rows).extracting(row -> row.path("record_key").asText()).contains("broken");
    assertThat(rows).allSatisfy(row -> assertThat(row.path("headers").isArray()).isTrue());
  }

  @Test
  void showsTheBytesOfDeadLettersToThoseWhoMaySeeThem() throws Exception {
    String bytes = "not Avro at all";
    String[] raw = {"dlq", "show", "--contract", "dasher_pings", "--raw"};

    assertThat(ask("dlq", "list", "--json", "-").path("groups"))
        .extracting(group -> group.path("contract").asText())
        .contains("dasher_pings");
    assertThat(command.run("dlq", "show", "--contract", "dasher_pings").printed())
        .contains("(masked)")
        .doesNotContain(bytes);
    assertThat(command.run(raw).printed()).contains(bytes).doesNotContain("(masked)");

    assertThat(command.run("token", "ana", "--role", "analyst").exitCode()).isZero();
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              FreshetCommand.Answer refused =
                  command.run("dlq", "show", "--contract", "dasher_pings", "--raw", "--as", "ana");
              assertThat(refused.exitCode()).isEqualTo(CALLERS_FAULT);
              assertThat(refused.printed())
                  .contains("ana may not see the bytes of dead letters")
                  .doesNotContain(bytes);
            });
  }

  @Test
  void nestsArraysRowsAndMaps() throws Exception {
    JsonNode row =
        ask(
                "sql",
                "--json",
                "-",
                "select array[1, 2] as a, map(array['k'], array[x'00ff']) as m,"
                    + " cast(row(1, array['x']) as row(n integer, list array(varchar))) as r")
            .path("rows")
            .path(0);

    assertThat(row.path("a")).hasToString("[1,2]");
    assertThat(row.path("m")).hasToString("{\"k\":\"0x00ff\"}");
    assertThat(row.path("r")).hasToString("{\"n\":1,\"list\":[\"x\"]}");
  }

  @Test
  void blamesTheCallerForAStatementThatTrinoRefuses() throws Exception {
    assertRefused("selec 1", "Line 1, column 1: mismatched input 'selec'");
    assertRefused("select fail('on purpose')", "on purpose");
    assertRefused("select 1 from raw.markets for version as of 7", "as bigint '123'");
    assertRefused("select 1 from raw.markets for version as of bigint '7'", "$snapshots");
  }

  @Override
  public Platform platform() {
    return platform;
  }

  @Override
  public FreshetCommand command() {
    return command;
  }

  @Override
  public TypedCommand typed(String... arguments) throws IOException {
    return TypedCommand.start(
        command.project(), folder.resolve("state"), folder.resolve("screen"), arguments);
  }

  private static void assertRefused(String statement, String reason) throws Exception {
    FreshetCommand.Answer answer = command.run("sql", statement);

    assertThat(answer.exitCode()).as(answer.printed()).isEqualTo(CALLERS_FAULT);
    assertThat(answer.printed()).contains(reason);
  }

  @Test
  @FullOnly
  void replaysADayOfARecordingThoughFlinkIsKilled() throws Exception {
    LocalDate day = LocalDate.of(2008, 5, 20);
    Recording recording = Recording.write(folder, day.minusDays(1), day);

    Process replay =
        command.start(
            "replay",
            "cabs",
            "--pings=" + recording.pings(),
            "--trips=" + recording.trips(),
            "--from=" + day,
            "--kill=1",
            // Its order is on its way for seven seconds then: orders are looked at every five.
            "--speed=300",
            "--follow",
            "--json=" + folder.resolve("replay.json"));
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> !replay.isAlive() || FollowLink.in(command.printed()).isPresent());
    Optional<FollowLink> link = FollowLink.in(command.printed());
    assertThat(link).as(command.printed()).isPresent();
    assertThat(link.get().page().statusCode()).isEqualTo(200);
    JsonNode order = link.get().state();
    FreshetCommand.Answer answer = command.end(replay, PATIENCE);

    assertThat(answer.exitCode()).as(answer.printed()).isZero();
    assertThat(json("replay.json").path("ok").asBoolean()).isTrue();
    assertThat(answer.printed()).contains("SIGKILL writer-taskmanager");
    assertThat(order.path("event_time").asText()).as(order.toString()).startsWith(day.toString());
    assertThat(order.path("state").asText())
        .as(order.toString())
        .isIn(
            "created",
            "confirmed",
            "preparing",
            "ready",
            "dasher_assigned",
            "picked_up",
            "delivered");
    assertThat(
            ask(
                    "sql",
                    "--json",
                    "-",
                    "select count(*) as pings from raw.dasher_pings where event_time < date"
                        + " '2009-01-01'")
                .path("rows")
                .path(0)
                .path("pings")
                .asInt())
        .isEqualTo(recording.pingsPerDay());
  }

  /** What a command that must succeed answers as JSON; nothing when it prints text. */
  @Override
  public JsonNode ask(String... words) throws Exception {
    Path result = folder.resolve("result.json");
    Files.deleteIfExists(result);
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.replaceAll(word -> word.equals("-") ? result.toString() : word);

    FreshetCommand.Answer answer =
        command.end(command.start(arguments.toArray(String[]::new)), PATIENCE);

    assertThat(answer.exitCode()).as(answer.printed()).isZero();

    return Files.exists(result) ? json("result.json") : new ObjectMapper().createObjectNode();
  }

  private static JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(file).toFile());
  }

  /** Rows of the tables that the simulator fills. */
  private static long found(JsonNode result) {
    return List.of("raw.dasher_pings", "raw.order_events", "raw.markets").stream()
        .mapToLong(table -> proof(result, table).path("found").asLong())
        .sum();
  }

  private static JsonNode proof(JsonNode result, String table) {
    List<JsonNode> found =
        StreamSupport.stream(result.path("tables").spliterator(), false)
            .filter(proof -> proof.path("table").asText().equals(table))
            .toList();
    assertThat(found).as("proofs of " + table).hasSize(1);

    return found.get(0);
  }
}
