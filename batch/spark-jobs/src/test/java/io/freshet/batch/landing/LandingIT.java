package io.freshet.batch.landing;

import static io.freshet.batch.landing.LandingLake.ORDERS;
import static io.freshet.batch.landing.given.LandingPlan.Changed.ANOTHER_FILE;
import static io.freshet.batch.landing.given.LandingPlan.Changed.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.batch.SharedSpark;
import io.freshet.batch.landing.given.ColumnChoice;
import io.freshet.batch.landing.given.NextRange;
import io.freshet.batch.landing.given.TableRange;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.LandedFile;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.lake.TableWatermark;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedSpark.class)
class LandingIT {
  private final SparkSession spark;
  private final LandingLake lake;
  private final Path folder;
  private final OrderFiles files;

  LandingIT(SparkSession spark, @TempDir Path folder) {
    this.spark = spark;
    this.folder = folder;
    this.files = new OrderFiles(spark, folder);
    this.lake = new LandingLake(spark);
  }

  @BeforeEach
  void emptyTables() {
    lake.empty();
  }

  @Test
  void landsThreeFormatsInOneCommitWithTheirAccounts() throws IOException {
    files.csv("monday one.csv", 1, 3);
    files.json("monday.ndjson", 4, 5);
    files.parquet("monday.parquet", 9, 2);

    LandingReport report = lake.land(folder.toString());

    assertThat(report.landed()).isEqualTo(10);
    assertThat(report.deadLettered()).isZero();
    assertThat(lake.orders()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    assertThat(lake.places("monday.ndjson"))
        .containsExactly("4 at 0", "5 at 1", "6 at 2", "7 at 3", "8 at 4");
    assertThat(lake.places("monday.parquet")).containsExactly("9 at 0", "10 at 1");
    Table table = lake.table(ORDERS);
    assertThat(table.refs()).containsOnlyKeys(SnapshotRef.MAIN_BRANCH);
    Counts total = Ledger.of(table.properties()).total();
    assertThat(total.rows()).isEqualTo(10);
    assertThat(total.values()).isPresent();
    assertThat(LandedFile.of(table.properties()).values())
        .extracting(LandedFile::rows)
        .containsExactlyInAnyOrder(3L, 5L, 2L);
    assertThat(TableWatermark.of(table.properties())).isPresent();
  }

  @FullOnly
  @Test
  void landsAFileOnceHoweverOftenItIsAskedFor() throws IOException {
    files.csv("monday.csv", 1, 3);
    lake.land(folder.toString());
    long snapshot = lake.table(ORDERS).currentSnapshot().snapshotId();
    files.csv("tuesday.csv", 4, 1);

    LandingReport second = lake.land(folder.toString());
    LandingReport third = lake.land(folder.toString());

    assertThat(second.plan().held()).hasSize(1);
    assertThat(second.landed()).isEqualTo(1);
    assertThat(third.snapshot()).isEmpty();
    assertThat(lake.orders()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(SnapshotUtil.currentAncestors(lake.table(ORDERS)))
        .anyMatch(each -> each.snapshotId() == snapshot);
  }

  @Test
  void makesDeadLettersOfRowsThatDoNotFit() throws IOException {
    files.poisonedCsv();
    files.json(
        "poisoned.json", 11, 2, "{\"market\": \"sf\"", "{\"market\":\"sf\",\"order_id\":\"x\"}");

    LandingReport report = lake.land(folder.toString());

    assertThat(report.landed()).isEqualTo(4);
    assertThat(report.deadLettered()).isEqualTo(5);
    assertThat(lake.orders()).containsExactly(1L, 5L, 11L, 12L);
    assertThat(lake.letters())
        .containsExactly(
            "poisoned.csv 1 invalid_value",
            "poisoned.csv 2 invalid_value",
            "poisoned.csv 3 undecodable",
            "poisoned.json 2 malformed_json",
            "poisoned.json 3 invalid_value");
    Counts total = Ledger.of(lake.table(ORDERS).properties()).total();
    assertThat(total.rows()).isEqualTo(4);
    assertThat(total.deadLettered()).isEqualTo(5);
    assertThat(Ledger.of(lake.table(Contracts.DEAD_LETTERS).properties()).total().rows())
        .isEqualTo(5);
  }

  @Test
  void neitherDoublesNorLosesARowAfterAKillAtAnyStage() throws IOException {
    files.poisonedCsv();
    for (Landing.Stage stage :
        List.of(Landing.Stage.JUDGED, Landing.Stage.LETTERS_COMMITTED, Landing.Stage.WRITTEN)) {
      assertThatThrownBy(
              () -> lake.landing(killAt(stage)).land(LandingLake.order(folder.toString())))
          .hasMessage("Killed");
      assertThat(lake.orders()).isEmpty();
    }

    LandingReport report = lake.land(folder.toString());

    assertThat(report.landed()).isEqualTo(2);
    assertThat(report.deadLettered()).isEqualTo(3);
    assertThat(lake.orders()).containsExactly(1L, 5L);
    assertThat(lake.letters()).hasSize(3);
    assertThat(Ledger.of(lake.table(ORDERS).properties()).total().deadLettered()).isEqualTo(3);
  }

  @FullOnly
  @Test
  void commitsOnTopOfWhatAWriterHasCommittedMeanwhile() throws IOException {
    files.csv("monday.csv", 1, 3);
    LogSource topic = new LogSource("cluster", ORDERS, "topic-id");

    lake.landing(
            stage -> {
              if (stage == Landing.Stage.WRITTEN) {
                TableProvisioner.numberSource(lake.table(ORDERS), topic);
              }
            })
        .land(LandingLake.order(folder.toString()));

    Ledger ledger = Ledger.of(lake.table(ORDERS).properties());
    assertThat(ledger.numberOf(topic)).isPresent();
    assertThat(ledger.total().rows()).isEqualTo(3);
    assertThat(lake.orders()).hasSize(3);
    assertThat(TableWatermark.of(lake.table(ORDERS).properties())).isEmpty();
  }

  @FullOnly
  @Test
  void landsAFileOnceThatTwoLandAtTheSameTime() throws IOException {
    files.csv("monday.csv", 1, 3);

    assertThatThrownBy(
            () ->
                lake.landing(
                        stage -> {
                          if (stage == Landing.Stage.WRITTEN) {
                            lake.land(folder.toString());
                          }
                        })
                    .land(LandingLake.order(folder.toString())))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("Another call has landed");
    assertThat(lake.orders()).hasSize(3);
    assertThat(lake.table(ORDERS).refs()).containsOnlyKeys(SnapshotRef.MAIN_BRANCH);
  }

  @FullOnly
  @Test
  void countsRowsOfFilesThatAreReadInBlocks() throws IOException {
    files.json("large.json", 1, 200);
    spark.conf().set("spark.sql.files.maxPartitionBytes", "2000");
    spark.conf().set("spark.sql.files.openCostInBytes", "100");
    try {
      lake.land(folder.toString());
    } finally {
      spark.conf().unset("spark.sql.files.maxPartitionBytes");
      spark.conf().unset("spark.sql.files.openCostInBytes");
    }

    assertThat(lake.places("large.json"))
        .containsExactlyElementsOf(
            IntStream.range(0, 200).mapToObj(i -> "%d at %d".formatted(i + 1, i)).toList());
  }

  @FullOnly
  @Test
  void refusesAFileThatWasChangedUnlessItIsToldOtherwise() throws IOException {
    files.csv("monday.csv", 1, 3);
    lake.land(folder.toString());
    files.csv("monday.csv", 1, 4);

    assertThatThrownBy(() -> lake.land(folder.toString()))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("The table holds another content of");
    Order anyway =
        new Order(
            ORDERS,
            List.of(folder.toString()),
            Optional.empty(),
            Optional.empty(),
            ColumnChoice.NONE,
            ANOTHER_FILE);
    assertThat(lake.landing(stage -> {}).land(anyway).landed()).isEqualTo(4);
  }

  @FullOnly
  @Test
  void landsNothingOfAFileOfWhichNothingFits() throws IOException {
    files.csv("monday.csv", 1, 3);
    Files.writeString(folder.resolve("array.json"), "[\n{\"market\":\"sf\"}\n]\n");

    assertThatThrownBy(() -> lake.land(folder.toString()))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("None of the 3 rows of")
        .extracting(failure -> ((FreshetException) failure).fault())
        .isEqualTo(Fault.CALLER);
    assertThat(lake.orders()).isEmpty();
    assertThat(lake.letters()).isEmpty();
  }

  @FullOnly
  @Test
  void takesColumnsUnderTheNamesThatTheFileHas() throws IOException {
    Files.writeString(
        folder.resolve("renamed.csv"),
        files
            .oneRow()
            .replace("market", "city")
            .replace("synthetic,", "synthetic,weather,")
            .replace("false,", "false,rain,"));
    ColumnChoice columns = new ColumnChoice(Map.of("market", "city"), Set.of("weather"));

    lake.landing(stage -> {})
        .land(
            new Order(
                ORDERS,
                List.of(folder.toString()),
                Optional.empty(),
                Optional.empty(),
                columns,
                REFUSED));

    assertThat(lake.orders()).containsExactly(1L);
  }

  @FullOnly
  @Test
  void landsRangesOfAnotherDatabaseEachOnce() throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("shop.db");
    orders(url, "[2,4,6,8,11]");

    LandingReport report = lake.land(range(url, 2, 8));

    assertThat(report.landed()).isEqualTo(2);
    assertThat(lake.orders()).containsExactly(2L, 6L);
    assertThat(lake.letters()).hasSize(1).allMatch(letter -> letter.endsWith(" 2 invalid_value"));
    assertThat(lake.land(range(url, 2, 8)).plan().held()).hasSize(1);
    assertThat(lake.land(range(url, 3, 5)).plan().held()).hasSize(1);
    assertThatThrownBy(() -> lake.land(range(url, 7, 9)))
        .hasMessageContaining("The table holds rows of " + url + "#orders?order_id=7..9 already");
    assertThat(lake.land(range(url, 8, 10)).landed()).isEqualTo(1);
    assertThat(lake.land(range(url, 11, 12)).landed()).isEqualTo(1);
    assertThat(Ledger.of(lake.table(ORDERS).properties()).total().rows()).isEqualTo(4);
    assertThat(LandedFile.of(lake.table(ORDERS).properties()).values())
        .extracting(LandedFile::name)
        .containsExactlyInAnyOrder(url + "#orders?order_id=2..10", url + "#orders?order_id=11..12");
  }

  @FullOnly
  @Test
  void makesARangeLongerWithoutDoublingALetterAfterAKill() throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("shop.db");
    orders(url, "[2,3,4,6]");
    lake.land(range(url, 2, 3));
    assertThatThrownBy(
            () -> lake.landing(killAt(Landing.Stage.LETTERS_COMMITTED)).land(range(url, 3, 7)))
        .hasMessage("Killed");

    assertThat(lake.land(range(url, 3, 5)).deadLettered()).isEqualTo(1);
    assertThat(lake.land(range(url, 5, 7)).landed()).isEqualTo(1);

    assertThat(lake.letters()).hasSize(1).allMatch(letter -> letter.endsWith(" 2 invalid_value"));
    assertThat(lake.places()).containsExactly("2 at 0", "3 at 1", "6 at 4");
    assertThat(LandedFile.of(lake.table(ORDERS).properties()).values())
        .singleElement()
        .satisfies(file -> assertThat(file.rows()).isEqualTo(4));
    assertThat(Ledger.of(lake.table(ORDERS).properties()).total().deadLettered()).isEqualTo(1);
    assertThat(Ledger.of(lake.table(Contracts.DEAD_LETTERS).properties()).total().rows())
        .isEqualTo(1);
  }

  @FullOnly
  @Test
  void makesARangeLongerOnceThoughTwoDoItAtTheSameTime() throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("shop.db");
    orders(url, "[2,3,6]");
    lake.land(range(url, 2, 3));

    assertThatThrownBy(
            () ->
                lake.landing(
                        stage -> {
                          if (stage == Landing.Stage.WRITTEN) {
                            lake.land(range(url, 3, 7));
                          }
                        })
                    .land(range(url, 3, 4)))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("Another call has landed " + url + "#orders?order_id=2..7");
    assertThat(lake.places()).containsExactly("2 at 0", "3 at 1", "6 at 4");
  }

  @Test
  void goesOnBehindTheLastRange() throws SQLException {
    String url = "jdbc:sqlite:" + folder.resolve("shop.db");
    orders(url, "[2,6,8,90]");

    assertThat(lake.land(next(url, 5)).landed()).isEqualTo(2);
    assertThat(lake.land(next(url, 5)).landed()).isEqualTo(1);
    assertThat(lake.land(next(url, 5)).landed()).isEqualTo(1);
    LandingReport none = lake.land(next(url, 5));

    assertThat(none.snapshot()).isEmpty();
    assertThat(none.plan().fresh()).isEmpty();
    assertThat(LandedFile.of(lake.table(ORDERS).properties()).values())
        .extracting(LandedFile::name)
        .containsExactly(url + "#orders?order_id=2..91");
    assertThat(lake.orders()).containsExactly(2L, 6L, 8L, 90L);
    assertThat(lake.places()).containsExactly("2 at 0", "6 at 4", "8 at 6", "90 at 88");
    assertThat(Ledger.of(lake.table(ORDERS).properties()).entries().values())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.start()).isZero();
              assertThat(entry.end()).isEqualTo(89);
              assertThat(entry.counts().rows()).isEqualTo(4);
            });
  }

  private static void orders(String url, String numbers) throws SQLException {
    try (Connection shop = DriverManager.getConnection(url);
        Statement statement = shop.createStatement()) {
      statement.execute(
          "CREATE TABLE orders (market TEXT, order_id INTEGER, order_version INTEGER, state TEXT,"
              + " event_time TEXT, weather TEXT, synthetic BOOLEAN)");
      statement.execute(
          "INSERT INTO orders SELECT 'sf', value, 1, iif(value = 4, 'lost', 'created'),"
              + " '2026-03-01T10:00:00Z', 'rain', FALSE FROM json_each('%s')".formatted(numbers));
    }
  }

  private static Order next(String url, long count) {
    return new Order(
        ORDERS,
        List.of(url),
        Optional.empty(),
        Optional.of(new NextRange(url, "orders", "order_id", count)),
        Optional.empty(),
        new ColumnChoice(Map.of(), Set.of("weather")),
        REFUSED);
  }

  private static Order range(String url, long from, long to) {
    return new Order(
        ORDERS,
        List.of(url),
        Optional.of(new TableRange(url, "orders", "order_id", from, to)),
        Optional.empty(),
        new ColumnChoice(Map.of(), Set.of("weather")),
        REFUSED);
  }

  @FullOnly
  @Test
  void saysWhatCannotBeLandedIn() {
    assertThatThrownBy(
            () ->
                lake.land(
                    new Order(
                        "dasher_efficiency",
                        List.of(folder.toString()),
                        Optional.empty(),
                        Optional.empty(),
                        ColumnChoice.NONE,
                        REFUSED)))
        .hasMessageContaining("dasher_efficiency can't be landed in: its kind is DERIVED");
  }

  private static Consumer<Landing.Stage> killAt(Landing.Stage at) {
    return stage -> {
      if (stage == at) {
        throw new IllegalStateException("Killed");
      }
    };
  }
}
