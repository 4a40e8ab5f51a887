package io.freshet.dbt;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Settings;
import io.freshet.dbt.run.DbtOutcome;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The project on an emulated Snowflake, with the rows that {@link MartsIT} has in Trino: both are
 * held against the same marts, so they are equal row for row.
 */
@FullOnly
class SnowflakeIT {
  private static final Path FOLDER = Path.of("target", "snowflake-it").toAbsolutePath();
  private static final Path PROFILES = DbtFixture.PROJECT.resolve("src/test/dbt");

  private static Marketplace marketplace;
  private static List<Map<String, Object>> supply;
  private static List<Map<String, Object>> accuracy;
  private static Emulator snowflake;
  private static DbtFixture dbt;

  @BeforeAll
  static void build() throws Exception {
    marketplace = new Marketplace();
    supply = marketplace.supplyRows();
    accuracy =
        new ExpectedMarts(marketplace.orders()).etaAccuracyRows(marketplace.predictionRows());
    snowflake =
        Emulator.start(
            FOLDER,
            Map.of(
                "markets", marketplace.marketRows(),
                "order_events", marketplace.orderRows(),
                "market_supply", supply,
                "eta_accuracy", accuracy,
                "dasher_efficiency", marketplace.efficiencyRows()));
    dbt = new DbtFixture(withoutComments(), FOLDER, DbtFixture.CONTRACTS, Settings.of(Map.of()));
    DbtOutcome outcome =
        dbt.run(
            snowflake.environment(),
            "build",
            "--target",
            "snowflake",
            "--profiles-dir",
            PROFILES.toString(),
            "--exclude-resource-type",
            "unit_test");
    assertThat(outcome.exitCode()).as(dbt.printed()).isZero();
  }

  /** The emulator takes a comment with an apostrophe in it for the end of the comment. */
  private static Path withoutComments() throws Exception {
    Path project = ProjectCopy.in(FOLDER.resolve("project"));
    Path settings = project.resolve("dbt_project.yml");
    Files.writeString(
        settings,
        Files.readString(settings).replaceAll("\\+persist_docs: \\{.*\\}", "+persist_docs: {}"));

    return project;
  }

  @AfterAll
  static void stop() {
    if (snowflake != null) {
      snowflake.close();
    }
  }

  @Test
  void countsTheSameOrdersAsTrino() throws Exception {
    assertThat(snowflake.rows("select * from marts.orders_daily"))
        .isEqualTo(new ExpectedMarts(marketplace.orders()).ordersDaily());
  }

  @Test
  void tellsTheSameOfRestaurantsAsTrino() throws Exception {
    assertThat(snowflake.rows("select * from marts.restaurant_metrics"))
        .isEqualTo(new ExpectedMarts(marketplace.orders()).restaurantMetrics());
  }

  @Test
  void tellsTheSameOfDashersAsTrino() throws Exception {
    assertThat(snowflake.rows("select * from marts.dasher_performance"))
        .isEqualTo(
            new ExpectedMarts(marketplace.orders())
                .dasherPerformance(marketplace.efficiencyRows()));
  }

  @Test
  void tellsTheSameOfSupplyAsTrino() throws Exception {
    assertThat(snowflake.rows("select * from marts.market_supply"))
        .isEqualTo(ExpectedMarts.marketSupply(supply));
  }

  @Test
  void tellsTheSameOfPredictionsAsTrino() throws Exception {
    assertThat(snowflake.rows("select * from marts.eta_accuracy"))
        .isEqualTo(ExpectedMarts.etaAccuracy(accuracy));
  }

  @Test
  void compilesEveryModelWithoutAConnection() throws Exception {
    DbtFixture apart = new DbtFixture(FOLDER.resolve("compiled"), Settings.of(Map.of()));

    apart.require("compile", "--target", "snowflake", "--no-introspect", "--no-populate-cache");

    assertThat(sqlFiles(apart.project().artifacts().resolve("compiled/freshet/models")))
        .isEqualTo(sqlFiles(DbtFixture.PROJECT.resolve("models")));
  }

  private static List<String> sqlFiles(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(folder::relativize)
          .map(Path::toString)
          // What is compiled of a model's tests lies in a folder named like its .yml file.
          .filter(name -> name.endsWith(".sql") && !name.contains(".yml/"))
          .sorted()
          .toList();
    }
  }
}
