package io.freshet.ingestion.sqlapps;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.ingestion.sqlapps.application.Application;
import io.freshet.ingestion.sqlapps.application.ApplicationFile;
import io.freshet.ingestion.sqlapps.application.KnownContracts;
import io.freshet.ingestion.sqlapps.plan.OperatorPlan;
import io.freshet.ingestion.sqlapps.plan.StateComparison;
import io.freshet.ingestion.sqlapps.sql.Connections;
import io.freshet.ingestion.sqlapps.sql.SqlCheck;
import io.freshet.ingestion.sqlapps.sql.SqlSession;
import io.freshet.ingestion.sqlapps.stream.StreamAccess;
import io.freshet.ingestion.sqlapps.webhook.WebhookTarget;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.PlanReference;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The shipped applications as releases ran them: file, contracts and plan. Recorded files never
 * change; {@code -Dfreshet.record=VERSION} records a release, before it is one.
 */
class RecordedVersionsTest {
  private static final Path RECORDED = Path.of("src", "test", "resources", "recorded-versions");
  private static final Path CONTRACTS = Path.of("..", "..", "contracts");

  static List<Path> versions() throws IOException {
    try (Stream<Path> folders = Files.walk(RECORDED, 2)) {
      return folders
          .filter(folder -> RECORDED.relativize(folder).getNameCount() == 2)
          .sorted()
          .toList();
    }
  }

  /** What runs is the plan of the version that was deployed, whichever Freshet starts it. */
  @ParameterizedTest
  @MethodSource("versions")
  void runsAVersionThatAReleaseHasPlanned(Path version) throws IOException {
    Application application =
        ApplicationFile.read(version.resolve(ApplicationVersion.APPLICATION))
            .application()
            .orElseThrow();
    SqlSession session =
        SqlSession.open(
            StreamExecutionEnvironment.getExecutionEnvironment(),
            application,
            KnownContracts.in(version.resolve(KnownContracts.FOLDER)),
            nowhere(application));

    String job =
        session
            .tables()
            .loadPlan(
                PlanReference.fromJsonString(
                    Files.readString(version.resolve(ApplicationVersion.PLAN))))
            .explain(ExplainDetail.JSON_EXECUTION_PLAN);

    assertThat(application.sinks()).allMatch(sink -> job.contains("Write " + sink.table()));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void goesOnWithItsStateWhenItIsPlannedAnew(Path version) {
    StateComparison comparison =
        StateComparison.of(
            ApplicationVersion.plan(version.resolve(ApplicationVersion.PLAN)),
            plan(shipped(version.getFileName().toString())));

    assertThat(comparison.lost()).isEmpty();
    assertThat(comparison.fresh()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"surge", "order-anomalies", "mobile-errors", "supply-alerts"})
  @EnabledIfSystemProperty(named = "freshet.record", matches = ".+")
  void records(String name) throws IOException {
    Path file = shipped(name);

    ApplicationVersion.of(
            ApplicationFile.read(file), KnownContracts.of(CONTRACTS, file), plan(file))
        .write(RECORDED.resolve(System.getProperty("freshet.record")).resolve(name));
  }

  private static Path shipped(String name) {
    return Path.of("applications", name, name + ".yaml");
  }

  private static OperatorPlan plan(Path path) {
    ApplicationFile file = ApplicationFile.read(path);

    return SqlCheck.plan(
            file.application().orElseThrow(), KnownContracts.of(CONTRACTS, path), file.findings())
        .orElseThrow(() -> new AssertionError(file.findings().all().toString()));
  }

  private static Connections nowhere(Application application) {
    return new Connections(
        new StreamAccess(
            application.name(),
            new KafkaSettings("127.0.0.1:1", 1),
            RegistrySettings.of("http://127.0.0.1:1"),
            Duration.ofMinutes(15)),
        () -> RedisSettings.server("127.0.0.1", 1, ""),
        name -> new WebhookTarget(name, URI.create("http://127.0.0.1:1/"), ""));
  }
}
