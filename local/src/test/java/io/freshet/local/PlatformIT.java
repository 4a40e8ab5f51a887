package io.freshet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.process.Launch;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the real engines; they are shared by nobody, so that a test may kill them. */
class PlatformIT {
  private static final Set<Part> ALL_BUT_LARGE =
      EnumSet.of(Part.KAFKA, Part.S3, Part.POSTGRES, Part.REDIS, Part.REGISTRY);

  @TempDir private Path root;
  private Platform platform;

  @BeforeEach
  void in() {
    platform = Platform.in(new StateFolder(root));
  }

  @AfterEach
  void down() {
    platform.down(ProgressListener.SILENT);

    assertThat(processesOf(root)).isEmpty();
  }

  @Test
  void givesEachClientWhatItAsksForAndKeepsItOverARestart() throws Exception {
    platform.up(ALL_BUT_LARGE, ProgressListener.SILENT);
    Settings before = platform.settings();

    KafkaCheck.committedIsReadAndAbortedIsNot(before.text("kafka.bootstrap"));
    S3Check.put(before, "warehouse/a", "kept");
    execute(before, "create table kept (id int)");
    assertThat(RedisCheck.command(before, "PING")).isEqualTo("+PONG");
    String id = registerSchema(before, "kept-value");

    platform.down(ProgressListener.SILENT);
    assertThat(processesOf(root)).isEmpty();
    platform.up(ALL_BUT_LARGE, ProgressListener.SILENT);
    Settings after = platform.settings();

    assertThat(after.text("kafka.bootstrap")).isEqualTo(before.text("kafka.bootstrap"));
    KafkaCheck.committedIsStillThere(after.text("kafka.bootstrap"));
    assertThat(S3Check.keys(after, "warehouse/")).containsExactly("warehouse/a");
    execute(after, "insert into kept values (1)");
    assertThat(registerSchema(after, "kept-value")).isEqualTo(id);
  }

  @Test
  void refusesStrangersAtS3AndPostgres() throws Exception {
    platform.up(EnumSet.of(Part.S3, Part.POSTGRES), ProgressListener.SILENT);
    Settings settings = platform.settings();
    S3Check.put(settings, "secret", "content");

    assertThat(statusOf(settings.text("s3.endpoint") + "/lake")).isEqualTo(403);
    assertThat(statusOf(settings.text("s3.endpoint") + "/lake/secret")).isEqualTo(403);
    assertThatThrownBy(
            () -> DriverManager.getConnection(settings.text("postgres.url"), "freshet", "guess"))
        .hasMessageContaining("password authentication failed");
  }

  @FullOnly
  @Test
  void tellsWhereLineageIsCollectedOnlyWhereItIs() throws Exception {
    platform.up(EnumSet.of(Part.POSTGRES), ProgressListener.SILENT);

    assertThat(platform.settings().optionalText("lineage.url")).isEmpty();

    platform.up(EnumSet.of(Part.LINEAGE), ProgressListener.SILENT);
    String url = platform.settings().text("lineage.url");

    assertThat(statusOf(url + "/health")).isEqualTo(200);
    assertThat(statusOf(url + "/api/v1/graph?table=any")).isEqualTo(401);
  }

  @FullOnly
  @Test
  void healsWhateverWasKilled() throws Exception {
    platform.up(ALL_BUT_LARGE, ProgressListener.SILENT);
    KafkaCheck.committedIsReadAndAbortedIsNot(platform.settings().text("kafka.bootstrap"));
    ALL_BUT_LARGE.forEach(platform::kill);
    assertThat(states(ALL_BUT_LARGE)).containsOnly(PartStatus.State.DEAD);

    List<String> healed = platform.heal(ProgressListener.SILENT);

    assertThat(healed).containsExactlyInAnyOrder("kafka", "s3", "postgres", "redis", "registry");
    assertThat(states(ALL_BUT_LARGE)).containsOnly(PartStatus.State.RUNNING);
    KafkaCheck.committedIsStillThere(platform.settings().text("kafka.bootstrap"));
    execute(platform.settings(), "select 1");
    registerSchema(platform.settings(), "after-value");
  }

  @FullOnly
  @Test
  void carriesOnWhereAKilledLauncherStopped() throws Exception {
    for (long millis : List.of(600L, 1500L, 3000L)) {
      Process launcher = launcher("kafka", "s3", "postgres", "redis");
      launcher.waitFor(millis, TimeUnit.MILLISECONDS);
      launcher.destroyForcibly().waitFor();
    }
    Process launcher = launcher("kafka", "s3", "postgres", "redis");
    await().atMost(Duration.ofMinutes(1)).until(() -> !pids().isEmpty());
    launcher.destroyForcibly().waitFor();
    Map<String, Long> survivors = pids();
    assertThat(survivors).isNotEmpty();

    platform.up(ALL_BUT_LARGE, ProgressListener.SILENT);

    assertThat(states(ALL_BUT_LARGE)).containsOnly(PartStatus.State.RUNNING);
    assertThat(pids()).containsAllEntriesOf(survivors);
    assertThat(processesOf(root)).hasSize(ALL_BUT_LARGE.size());
  }

  @FullOnly
  @Test
  void startsAPartOnceForTwoLaunchersAtATime() throws Exception {
    Process one = launcher("redis", "postgres");
    Process two = launcher("redis", "postgres");

    assertThat(one.waitFor()).isZero();
    assertThat(two.waitFor()).isZero();
    assertThat(processesOf(root)).hasSize(2);
  }

  @Test
  void letsACompanionRunUntilAllIsTakenDownAndLeavesADeadOneAlone() {
    Launch sleeping = new Launch(List.of("sleep", "600"), Map.of(), root.resolve("data/sleeper"));
    Companion sleeper = Companion.worker("sleeper", sleeping);

    PartStatus first = platform.start(sleeper, ProgressListener.SILENT);
    PartStatus second = platform.start(sleeper, ProgressListener.SILENT);

    assertThat(first.state()).isEqualTo(PartStatus.State.RUNNING);
    assertThat(second.pid()).isEqualTo(first.pid());
    assertThat(platform.status()).extracting(PartStatus::pid).last().isEqualTo(first.pid());
    platform.kill("sleeper");
    assertThat(platform.heal(ProgressListener.SILENT)).isEmpty();
    assertThat(platform.isRunning("sleeper")).isFalse();
    assertThat(platform.start(sleeper, ProgressListener.SILENT).pid()).isNotEqualTo(first.pid());
    platform.kill("sleeper");
    platform.up(EnumSet.of(Part.REDIS), ProgressListener.SILENT);
    assertThat(platform.status()).extracting(PartStatus::name).doesNotContain("sleeper");
    platform.start(sleeper, ProgressListener.SILENT);
    platform.down(ProgressListener.SILENT);
    assertThat(platform.isRunning("sleeper")).isFalse();
    assertThat(platform.status()).extracting(PartStatus::name).doesNotContain("sleeper");
  }

  @Test
  void staysWhereItIsWhenAnotherPortIsWantedMeanwhile() throws Exception {
    platform.up(EnumSet.of(Part.REDIS), ProgressListener.SILENT);
    String notes = Files.readString(platform.folder().platformFile());
    int port = platform.settings().integer("redis.port", 0);
    Platform elsewhere = Platform.in(new StateFolder(root), Map.of("FRESHET_REDIS_PORT", "6399"));

    List<PartStatus> status = elsewhere.status();
    assertThatThrownBy(() -> elsewhere.up(EnumSet.of(Part.REDIS), ProgressListener.SILENT))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("redis.port is 6399, but redis runs on port %d".formatted(port));

    assertThat(status)
        .filteredOn(part -> part.name().equals("redis"))
        .extracting(PartStatus::state)
        .containsExactly(PartStatus.State.RUNNING);
    assertThat(states(EnumSet.of(Part.REDIS))).containsExactly(PartStatus.State.RUNNING);
    assertThat(platform.folder().platformFile()).hasContent(notes);
  }

  private Process launcher(String... parts) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.freshet.local.Launcher",
                root.toString()));
    command.addAll(List.of(parts));

    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(root.resolve("launcher.out").toFile())
        .start();
  }

  private List<PartStatus.State> states(Set<Part> parts) {
    Set<String> names = parts.stream().map(Part::label).collect(Collectors.toSet());

    return platform.status().stream()
        .filter(status -> names.contains(status.name()))
        .map(PartStatus::state)
        .toList();
  }

  private Map<String, Long> pids() {
    return platform.status().stream()
        .filter(status -> status.pid().isPresent())
        .filter(status -> status.state() != PartStatus.State.DEAD)
        .collect(Collectors.toMap(PartStatus::name, status -> status.pid().getAsLong()));
  }

  /** The processes that work in the folder, Postgres's own children left out. */
  private static List<Long> processesOf(Path root) {
    return ProcessHandle.allProcesses()
        .filter(process -> worksIn(process, root))
        .map(ProcessHandle::pid)
        .filter(
            pid ->
                ProcessHandle.of(pid)
                    .flatMap(ProcessHandle::parent)
                    .filter(parent -> worksIn(parent, root))
                    .isEmpty())
        .toList();
  }

  private static boolean worksIn(ProcessHandle process, Path root) {
    try {
      Path folder = Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"));

      return folder.startsWith(root.toRealPath());
    } catch (IOException gone) {
      return false;
    }
  }

  private static void execute(Settings settings, String sql) throws Exception {
    try (Connection connection =
        DriverManager.getConnection(
            settings.text("postgres.url"),
            settings.text("postgres.user"),
            settings.text("postgres.password"))) {
      connection.createStatement().execute(sql);
    }
  }

  private static int statusOf(String url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();

    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static String registerSchema(Settings settings, String subject) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(settings.text("registry.url") + "/subjects/" + subject + "/versions"))
            .header("content-type", "application/vnd.schemaregistry.v1+json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"schema\":\"\\\"string\\\"\"}"))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);

    return answer.body();
  }
}
