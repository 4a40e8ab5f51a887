package io.freshet.testing.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The three floors of ARCHITECTURE.md, read from every module's compiled classes. */
class ArchitectureTest {
  private static final String[] MIDDLE = {
    "io.freshet.catalog..",
    "io.freshet.ingestion.gateway..",
    "io.freshet.ingestion.validator..",
    "io.freshet.ingestion.capture..",
    "io.freshet.ingestion.writer..",
    "io.freshet.ingestion.deadletters..",
    "io.freshet.ingestion.sqlapps..",
    "io.freshet.serving.eta..",
    "io.freshet.serving.orders..",
    "io.freshet.serving.live..",
    "io.freshet.serving.view..",
    "io.freshet.batch..",
    "io.freshet.maintenance..",
    "io.freshet.assurance..",
    "io.freshet.recovery..",
    "io.freshet.lineage..",
    "io.freshet.dbt..",
    "io.freshet.deploy..",
    "io.freshet.orchestration..",
    "io.freshet.local..",
    "io.freshet.simulator..",
    "io.freshet.warehouse.snowflake..",
    "io.freshet.warehouse.trino.."
  };

  private static final String[] TOP = {
    "io.freshet.cli..", "io.freshet.console..", "io.freshet.bench.."
  };

  /** What others bring: applications, each with its engine in a process of its own. */
  private static final String PEERS = "io.freshet.bench.peer..";

  private static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();

  private static JavaClasses classes;

  @BeforeAll
  static void readEveryModule() throws IOException {
    classes = new ClassFileImporter().importPaths(compiledModules());
  }

  private static List<Path> compiledModules() throws IOException {
    try (Stream<Path> paths = Files.walk(PROJECT, 5)) {
      return paths
          .filter(path -> path.endsWith(Path.of("target", "classes")))
          .filter(Files::isDirectory)
          .toList();
    }
  }

  @Test
  void seesEveryModule() {
    for (String module :
        List.of(
            "core.lake",
            "catalog.delta",
            "ingestion.gateway",
            "ingestion.validator",
            "ingestion.capture",
            "ingestion.writer",
            "ingestion.deadletters",
            "ingestion.sqlapps",
            "serving.eta",
            "serving.orders",
            "serving.live",
            "serving.view",
            "batch",
            "orchestration",
            "recovery",
            "local",
            "bench",
            "console",
            "deploy",
            "cli")) {
      Assertions.assertThat(
              classes.stream()
                  .anyMatch(type -> type.getPackageName().startsWith("io.freshet." + module)))
          .as("classes of io.freshet.%s", module)
          .isTrue();
    }
  }

  @Test
  void coreKnowsNobodyAbove() {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("io.freshet.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(with(MIDDLE, TOP));

    rule.check(classes);
  }

  /** A client that takes the address alone works until a cluster asks for a password. */
  @Test
  void clientsOfKafkaAreMadeFromItsSettings() throws IOException {
    Assertions.assertThat(
            sources("BOOTSTRAP_SERVERS_CONFIG|\"bootstrap\\.servers\"|setBootstrapServers")
                .filter(path -> !path.startsWith("bench")) // on the embedded platform alone
                .filter(path -> !path.endsWith("KafkaSettings.java")))
        .isEmpty();
  }

  /** Who only reads the profile is believed by nobody until an authority is a company's own. */
  @Test
  void whoActsByAProfileTrustsWhomItNames() throws IOException {
    Assertions.assertThat(
            sources("Settings\\s*\\.load\\(")
                .filter(path -> !path.endsWith("AirflowEnvironment.java"))) // makes another's
        .isEmpty();
  }

  /** One that takes the address alone works until a Redis asks for a password, or speaks TLS. */
  @Test
  void clientsOfRedisAreMadeFromItsSettings() throws IOException {
    Assertions.assertThat(
            sources("DefaultJedisClientConfig|RedisURI\\.(builder|create|Builder\\.redis)")
                .filter(path -> !path.startsWith("core/redis")))
        .isEmpty();
  }

  /** Main sources that hold it, by their paths in the project. */
  private static Stream<Path> sources(String pattern) throws IOException {
    Pattern wanted = Pattern.compile(pattern);
    try (Stream<Path> paths = Files.walk(PROJECT)) {
      return paths
          .filter(path -> path.toString().endsWith(".java"))
          .filter(path -> path.toString().contains("/src/main/"))
          .map(PROJECT::relativize)
          .filter(path -> wanted.matcher(text(path)).find())
          .toList()
          .stream();
    }
  }

  private static String text(Path source) {
    try {
      return Files.readString(PROJECT.resolve(source));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void coreKnowsNoEngine() {
    noClasses()
        .that()
        .resideInAPackage("io.freshet.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.flink..", "org.apache.spark..", "kafka..", "io.trino..")
        .check(classes);
  }

  @Test
  void lakeRunsUnderEitherIceberg() {
    noClasses()
        .that()
        .resideInAPackage("io.freshet.core.lake..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.avro..", "org.apache.parquet..", "org.apache.iceberg.avro..")
        .check(classes);
  }

  @Test
  void modulesOfTheMiddleFloorNeverKnowEachOther() {
    for (String module : MIDDLE) {
      String[] others =
          Stream.of(MIDDLE).filter(other -> !other.equals(module)).toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(module)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(with(others, TOP))
          .check(classes);
    }
  }

  @Test
  void benchesMeasureApplicationsAndHoldNoneOfTheirEngines() {
    noClasses()
        .that()
        .resideInAPackage("io.freshet.bench..")
        .and()
        .resideOutsideOfPackage(PEERS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.flink..",
            "org.apache.spark..",
            "kafka..",
            "io.freshet.ingestion..",
            "io.freshet.serving.eta..",
            "io.freshet.serving.orders..",
            "io.freshet.batch..",
            "io.freshet.cli..")
        .check(classes);
  }

  @Test
  void peersAreProcessesThatStandOnCoreAlone() {
    noClasses()
        .that()
        .resideInAPackage(PEERS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(MIDDLE)
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackage(PEERS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(PEERS)
        .check(classes);
  }

  @Test
  void coreHasNoCycles() {
    slices().matching("io.freshet.core.(*)..").should().beFreeOfCycles().check(classes);
  }

  private static String[] with(String[] some, String[] more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }
}
