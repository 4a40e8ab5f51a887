package io.freshet.batch.landing;

import static io.freshet.batch.landing.given.LandingPlan.Changed.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.batch.landing.given.ColumnChoice;
import io.freshet.batch.landing.given.TableRange;
import io.freshet.core.contract.Contracts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/** The contract that rows of databases are landed by, whose types are of many kinds. */
final class Parcels {
  static final String NAME = "parcels";

  /** Those of a table that the contract has under other names or not at all. */
  static final ColumnChoice COLUMNS =
      new ColumnChoice(
          Map.of("market", "city", "parcel_id", "parcel", "box", "Box \"outer\""),
          Set.of("id", "place"));

  /** With a place, which is no number. */
  static final ColumnChoice WRONG_COLUMNS =
      new ColumnChoice(
          Map.of("market", "city", "parcel_id", "parcel", "weight", "place"),
          Set.of("id", "weight", "Box \"outer\""));

  /** Those of a query that names them as the contract does. */
  static final ColumnChoice NO_ID = new ColumnChoice(Map.of(), Set.of("id"));

  private Parcels() {}

  static LandingLake lake(SparkSession spark) {
    return new LandingLake(spark, Contracts.read(Path.of("src/test/resources/landing")), NAME);
  }

  static Order order(TableRange range, ColumnChoice columns) {
    return new Order(
        NAME, List.of(range.url()), Optional.of(range), Optional.empty(), columns, REFUSED);
  }

  /** Of the rows 3 to 7 each has a value that nobody else has. */
  static void assertOddOnesAreLetters(LandingReport report, LandingLake lake) {
    assertThat(report.deadLettered()).isEqualTo(5);
    assertThat(lake.letters())
        .extracting(letter -> letter.substring(letter.indexOf(' ') + 1))
        .containsExactly(
            "3 invalid_value",
            "4 invalid_value",
            "5 invalid_value",
            "6 invalid_value",
            "7 invalid_value");
  }
}
