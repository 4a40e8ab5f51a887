package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableWatermark;
import io.freshet.local.FlinkApplication;
import io.freshet.local.Modules;
import io.freshet.local.Part;
import io.freshet.local.Platform;
import io.freshet.local.ProgressListener;
import io.freshet.local.StateFolder;
import io.freshet.orchestration.airflow.Airflow;
import io.freshet.orchestration.airflow.AirflowSettings;
import io.freshet.orchestration.airflow.DagRun;
import io.freshet.orchestration.airflow.TaskRun;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Airflow in its own environment, from the events of a day to the published table. On a platform of
 * its own, since the shipped DAGs work on the shipped tables.
 */
@FullOnly
@Tag("patient")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AirflowIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path folder;

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  // The westernmost market's 1 March is from 08:00 to 08:00 UTC.
  private static final Instant EVENING = Instant.parse("2026-03-01T20:00:00Z");
  private static final Duration UNTIL_NIGHT = Duration.ofHours(6);
  private static final Duration UNTIL_AFTERNOON = Duration.ofHours(13);
  private static final String PROJECT =
      Modules.around(Path.of(""), System.getenv()).project().toString();

  private static Platform platform;
  private static FreshetCommand command;
  private static Contracts contracts;
  private static Catalog catalog;
  private static Airflow airflow;
  private static FlinkApplication writer;

  @BeforeAll
  static void startAirflowAndTheWriter() throws Exception {
    Path state = folder.resolve("state");
    command = new FreshetCommand(state, folder.resolve("output"));
    FreshetCommand.Answer up = command.end(command.start("airflow", "up"), PATIENCE);
    assertThat(up.exitCode()).as(up.printed()).isZero();
    platform = Platform.in(new StateFolder(state));
    contracts = Contracts.read(Path.of(platform.settings().text("contracts.path")));
    catalog = LakeCatalog.open(LakeSettings.from(platform.settings()));
    airflow = Airflow.at(AirflowSettings.from(platform.settings()));
    writer =
        new FlinkApplication(
            "writer",
            "ingestion/flink-iceberg-writer",
            "io.freshet.ingestion.writer.WriterApplication",
            List.of("--profile", profile(), "--writer.streams=markets,dasher_pings,order_events"),
            1,
            1400);
    platform.start(writer, ProgressListener.SILENT);
  }

  @AfterAll
  static void stopThem() {
    Platform.in(new StateFolder(folder.resolve("state"))).down(ProgressListener.SILENT);
  }

  private static String profile() {
    return platform.folder().profile().toString();
  }

  private static void simulate(Instant start, Duration span) throws Exception {
    Path log = folder.resolve("simulator.log");
    Process simulator =
        new ProcessBuilder(
                Modules.around(Path.of(""), System.getenv())
                    .java(
                        "simulator",
                        List.of("-Xmx256m"),
                        "io.freshet.simulator.SimulatorApplication",
                        "simulate",
                        "--profile",
                        profile(),
                        "--speed",
                        "max",
                        "--rate",
                        "1",
                        "--start",
                        start.toString(),
                        "--duration",
                        span.toMinutes() + "m"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(simulator.waitFor(PATIENCE.toMinutes(), TimeUnit.MINUTES)).isTrue();
      assertThat(simulator.exitValue()).as(Files.readString(log)).isZero();
    } finally {
      simulator.destroyForcibly();
    }
  }

  private static Table table(String contract) {
    return LakeCatalog.require(catalog, TableLayout.name(contracts.require(contract)));
  }

  private static void awaitWatermark(String contract, Instant wanted) {
    await("watermark of " + contract)
        .atMost(PATIENCE)
        .until(
            () ->
                TableWatermark.of(table(contract).properties())
                    .filter(watermark -> !watermark.isBefore(wanted))
                    .isPresent());
  }

  private static List<DagRun> runsOf(LocalDate day) {
    return airflow.runs("nightly", 100).stream()
        .filter(run -> run.day().equals(Optional.of(day.toString())))
        .toList();
  }

  @Test
  @Order(1)
  void aDayRunsOnceWhenItIsOverEverywhereAndItsEventsAreAllThere() throws Exception {
    simulate(EVENING, UNTIL_NIGHT);
    awaitWatermark("dasher_pings", EVENING);
    awaitWatermark("order_events", EVENING);
    assertThat(airflow.runs("nightly", 100)).isEmpty();

    simulate(EVENING.plus(UNTIL_NIGHT), UNTIL_AFTERNOON);
    await("run").atMost(PATIENCE).until(() -> !runsOf(DAY).isEmpty());
    DagRun run = airflow.await(runsOf(DAY).get(0), PATIENCE);

    assertThat(run.state()).as(log(run)).isEqualTo(DagRun.State.SUCCESS);
    Table published = table("dasher_efficiency");
    assertThat(PublishedDay.of(published.properties())).containsOnlyKeys(DAY);
    assertThat(PublishedDay.of(published.properties()).get(DAY).expectedRows()).isPositive();
    platform.kill("asset-relay");
    assertThat(platform.heal(ProgressListener.SILENT)).contains("asset-relay");
    assertThat(airflow.runs("nightly", 100)).containsExactly(run);
  }

  @Test
  @Order(2)
  void aDayThatTheClientAsksForRunsAgainAndOnceForEachId() {
    Table before = table("dasher_efficiency");
    DagRun run = airflow.trigger("nightly", DAY, "asked-for");

    DagRun ended = airflow.await(run, PATIENCE);

    assertThat(ended.state()).as(log(ended)).isEqualTo(DagRun.State.SUCCESS);
    assertThat(log(ended)).contains("\"outcome\" : \"published\"");
    assertThat(table("dasher_efficiency").currentSnapshot().snapshotId())
        .isNotEqualTo(before.currentSnapshot().snapshotId());
    assertThat(airflow.trigger("nightly", DAY, "asked-for")).isEqualTo(ended);
  }

  @Test
  @Order(3)
  void thePublishedDayHasItsMartsBuilt() {
    DagRun waiting =
        airflow.runs("dbt", 100).stream()
            .filter(run -> run.state() == DagRun.State.RUNNING)
            .findFirst()
            .orElseThrow();
    platform.up(Set.of(Part.TRINO), ProgressListener.SILENT);
    airflow.clear(waiting, "dbt_build"); // now, and not when its pause is over

    DagRun ended = airflow.await(waiting, PATIENCE);

    assertThat(ended.state()).as(log(ended)).isEqualTo(DagRun.State.SUCCESS);
    assertThat(log(ended)).contains("dasher_performance");
  }

  @Test
  @Order(4)
  void anUnknownDagIsGivenItsNearestName() {
    assertThatThrownBy(() -> airflow.trigger("nigthly"))
        .hasMessage("Airflow knows no DAG nigthly; did you mean nightly?");
  }

  @Test
  @Order(5)
  void maintenanceWaitsUntilNoNightlyRuns() {
    DagRun nightly = airflow.trigger("nightly", DAY, "beside-maintenance");
    ProcessHandle spark = awaitSpark();
    DagRun maintenance = airflow.trigger("maintenance");

    AtomicBoolean together = new AtomicBoolean();
    await("end of maintenance")
        .atMost(PATIENCE)
        .until(
            () -> {
              boolean rewrites =
                  airflow.tasks(maintenance).stream().anyMatch(task -> task.is("running"));
              together.compareAndSet(false, rewrites && spark.isAlive());

              return airflow.run("maintenance", maintenance.id()).state().isFinal();
            });

    DagRun ended = airflow.run("maintenance", maintenance.id());
    assertThat(ended.state()).as(log(ended)).isEqualTo(DagRun.State.SUCCESS);
    assertThat(together).isFalse();
    assertThat(airflow.await(nightly, PATIENCE).state()).isEqualTo(DagRun.State.SUCCESS);
  }

  @Test
  @Order(6)
  void aBackfillRunsEachOfItsDaysOnce() throws Exception {
    long before = table("dasher_efficiency").currentSnapshot().snapshotId();

    JsonNode first = backfill(DAY, DAY);

    assertThat(first.path("runs"))
        .extracting(run -> run.path("run").asText(), run -> run.path("state").asText())
        .containsExactly(tuple("backfill-" + DAY, "success"));
    long after = table("dasher_efficiency").currentSnapshot().snapshotId();
    assertThat(after).isNotEqualTo(before);

    assertThat(backfill(DAY, DAY)).isEqualTo(first);
    assertThat(table("dasher_efficiency").currentSnapshot().snapshotId()).isEqualTo(after);
  }

  private static JsonNode backfill(LocalDate from, LocalDate to) throws Exception {
    Path result = folder.resolve("backfill.json");
    FreshetCommand.Answer answer =
        command.end(
            command.start(
                "airflow",
                "backfill",
                "nightly",
                "--from=" + from,
                "--to=" + to,
                "--wait=10m",
                "--json=" + result),
            PATIENCE);
    assertThat(answer.exitCode()).as(answer.printed()).isZero();

    return new ObjectMapper().readTree(result.toFile());
  }

  @Test
  @Order(7)
  void aTaskThatIsFailedOrClearedTakesItsSparkJobAlong() {
    DagRun run = airflow.trigger("nightly", DAY, "to-be-failed");
    ProcessHandle failed = awaitSpark();

    airflow.fail(run, "dasher_efficiency");

    awaitEnd(failed);
    airflow.clear(run, "dasher_efficiency");
    ProcessHandle cleared = awaitSpark();
    airflow.clear(run, "dasher_efficiency");
    awaitEnd(cleared);
    assertThat(airflow.await(run, PATIENCE).state()).isEqualTo(DagRun.State.SUCCESS);
  }

  @Test
  @Order(8)
  void aTaskThatIsKilledTakesItsSparkJobAlongAndIsTriedAgain() {
    DagRun run = airflow.trigger("nightly", DAY, "to-be-killed");
    ProcessHandle spark = awaitSpark();

    spark.parent().orElseThrow().destroyForcibly();

    awaitEnd(spark);
    await("another attempt")
        .atMost(PATIENCE)
        .until(
            () ->
                airflow.tasks(run).stream()
                    .anyMatch(task -> task.is("up_for_retry") || task.attempt() > 1));
  }

  @Test
  @Order(9)
  void anApiWhosePortIsTakenMeanwhileComesUpElsewhere() throws Exception {
    int port = AirflowSettings.from(platform.settings()).url().getPort();
    List<ProcessHandle> children = childrenOf("airflow");
    platform.kill("airflow");
    children.forEach(ProcessHandle::destroyForcibly); // they hold on to its port

    try (ServerSocket taken =
        await("port").atMost(PATIENCE).until(() -> listen(port), Objects::nonNull)) {
      platform.heal(ProgressListener.SILENT);

      AirflowSettings moved = AirflowSettings.from(platform.settings());
      assertThat(moved.url().getPort()).isNotEqualTo(taken.getLocalPort());
      assertThat(Airflow.at(moved).dags()).isNotEmpty();
    }
  }

  private static List<ProcessHandle> childrenOf(String part) {
    return platform.status().stream()
        .filter(status -> status.name().equals(part))
        .flatMap(status -> status.pid().stream().boxed())
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .flatMap(ProcessHandle::descendants)
        .toList();
  }

  private static ServerSocket listen(int port) {
    try {
      return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    } catch (IOException stillTaken) {
      return null;
    }
  }

  /** The driver of the nightly that runs on this platform. */
  private static ProcessHandle awaitSpark() {
    return await("Spark")
        .atMost(PATIENCE)
        .until(
            () ->
                ProcessHandle.allProcesses()
                    .filter(ProcessHandle::isAlive)
                    .filter(AirflowIT::isOurNightly)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** Java itself cuts long command lines, and ours has the class path in it. */
  private static boolean isOurNightly(ProcessHandle process) {
    try {
      String command = Files.readString(Path.of("/proc/%d/cmdline".formatted(process.pid())));

      return command.contains("org.apache.spark.deploy.SparkSubmit")
          && command.contains(DAY.toString())
          && command.contains(PROJECT + "/batch/");
    } catch (IOException gone) {
      return false;
    }
  }

  private static void awaitEnd(ProcessHandle process) {
    await("end of Spark").atMost(Duration.ofMinutes(3)).until(() -> !process.isAlive());
  }

  private static String log(DagRun run) {
    StringBuilder log = new StringBuilder();
    for (TaskRun task : airflow.tasks(run)) {
      airflow
          .log(run, task, Math.max(1, task.attempt()))
          .forEach(line -> log.append(line).append('\n'));
    }

    return log.toString();
  }
}
