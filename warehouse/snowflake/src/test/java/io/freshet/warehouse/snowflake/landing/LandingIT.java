package io.freshet.warehouse.snowflake.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.testing.selection.FullOnly;
import io.freshet.warehouse.snowflake.emulation.Aws;
import io.freshet.warehouse.snowflake.emulation.SnowflakeEmulator;
import io.freshet.warehouse.snowflake.landing.Pipe.Loaded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * S3 event, queue, COPY: from a table's snapshots to rows in the warehouse, each once. S3 and the
 * queue are moto's, the warehouse is the emulator.
 */
class LandingIT {
  private static SnowflakeEmulator emulator;
  private static Aws servers;
  private static int tests;

  @TempDir private Path folder;
  private Aws aws;
  private String queue;
  private PingLake lake;
  private Landing landing;
  private Pipe pipe;

  @BeforeAll
  static void startServers() {
    emulator = SnowflakeEmulator.start();
    servers = Aws.start();
  }

  @AfterAll
  static void stopServers() {
    servers.close();
    emulator.close();
  }

  @BeforeEach
  void start() throws Exception {
    tests++;
    aws = servers.withBucket("lake-" + tests);
    queue = aws.queueOf("landing/");
    lake = PingLake.create(folder.resolve("catalog.db"), aws);
    landing = new Landing(lake.catalog(), LandingStore.open(aws.store()), settings(aws.bucket()));
    pipe = Pipe.of(emulator, "LANDING_" + tests, aws, queue, folder);
  }

  static LandingSettings settings(String bucket) {
    return LandingSettings.from(
        Settings.of(Map.of("catalog.warehouse", "s3://%s/warehouse".formatted(bucket))));
  }

  @AfterEach
  void stop() throws Exception {
    pipe.close();
  }

  @Test
  void loadsEachRowOnceWithItsValues() throws Exception {
    lake.append(10);
    lake.append(5);

    land();

    assertThat(pipe.drain()).isEqualTo(4);
    assertThat(pipe.loaded()).isEqualTo(Loaded.firstOnes(15));
    assertThat(pipe.row(3)).isEqualTo("san_francisco 4003 37.700003 2026-11-26 12:00:03");
  }

  @FullOnly
  @Test
  void copiesWhatASnapshotAddsOnlyOnce() throws Exception {
    lake.append(10);
    assertThat(land().files()).isEqualTo(2);

    assertThat(land()).isEqualTo(new Landing.Landed("raw.dasher_pings", 0, 0, 0));

    assertThat(pipe.drain()).isEqualTo(2);
  }

  @FullOnly
  @Test
  void leavesOutCompactionsAndFilesOfFailedCheckpoints() throws Exception {
    lake.append(10);
    lake.failToAppend(8);
    lake.append(10);
    land();
    lake.compact();
    lake.failToAppend(3);
    lake.append(6);
    lake.compact();

    land();

    assertThat(pipe.drain()).isEqualTo(6);
    assertThat(pipe.loaded()).isEqualTo(Loaded.firstOnes(26));
  }

  @FullOnly
  @Test
  void wakesThePipesForNothingButCopies() throws Exception {
    lake.append(4);
    lake.compact();

    assertThat(pipe.drain()).isZero();
  }

  @Test
  void loadsEachRowOnceWhenNotificationsAreDoubledAndOutOfOrder() throws Exception {
    for (int i = 0; i < 3; i++) {
      lake.append(10);
    }
    land();
    List<Aws.Message> messages = takeAll();
    List<Aws.Message> shuffled = new ArrayList<>(messages);
    shuffled.addAll(messages);
    Collections.reverse(shuffled);

    shuffled.forEach(message -> aws.send(queue, message.body()));

    assertThat(pipe.drain()).isEqualTo(12);
    assertThat(pipe.loaded()).isEqualTo(Loaded.firstOnes(30));
  }

  @Test
  void findsRowsWhoseNotificationWasLostByARefresh() throws Exception {
    lake.append(10);
    land();
    takeAll();
    lake.append(10);
    land();
    pipe.drain();
    assertThat(pipe.loaded().rows()).isEqualTo(10);

    pipe.refresh();

    assertThat(pipe.loaded()).isEqualTo(Loaded.firstOnes(20));
  }

  @FullOnly
  @Test
  void backfillsAWarehouseThatWasDownFromTheBucket() throws Exception {
    lake.append(10);
    land();
    pipe.drain();
    for (int i = 0; i < 4; i++) {
      lake.append(10);
      land();
      lake.compact();
      land();
    }
    lake.expireAllButTheNewest();
    aws.purge(queue);
    lake.append(10);
    land();

    pipe.refresh();
    pipe.drain();

    assertThat(pipe.loaded()).isEqualTo(Loaded.firstOnes(60));
  }

  @Test
  void goesOnAfterAKillWithoutACopyTwice() throws Exception {
    for (int i = 0; i < 15; i++) {
      lake.append(2);
    }
    Process process = startLanding();
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> aws.keys("landing/").size() >= 5 || !process.isAlive());
    process.destroyForcibly().waitFor();
    int before = aws.keys("landing/").size();
    assertThat(before).as("copies made before the kill").isBetween(5, 29);

    assertThat(land().files()).isEqualTo(30 - before);

    assertThat(pipe.drain()).as("events").isEqualTo(30);
    assertThat(pipe.loaded()).isEqualTo(Loaded.firstOnes(30));
  }

  @FullOnly
  @Test
  void saysThatSnapshotsExpiredBeforeTheyLanded() throws Exception {
    lake.append(10);
    land();
    lake.append(10);
    lake.append(10);
    lake.compact();
    long landed = lake.table().history().get(0).snapshotId();
    lake.expireAllButTheNewest();

    assertThatThrownBy(this::land)
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            ("Table raw.dasher_pings can't land any further: snapshot %d, the last that landed, is"
                    + " not in its history any more: snapshots after it have expired, or the table"
                    + " was rolled back. Empty its copy in the warehouse, then land all of it with"
                    + " --reload raw.dasher_pings")
                .formatted(landed));
  }

  @FullOnly
  @Test
  void landsAWholeTableAnewWhenAsked() throws Exception {
    lake.append(10);
    land();
    pipe.drain();
    lake.append(10);
    lake.compact();
    lake.expireAllButTheNewest();
    pipe.empty();

    landing.reload(lake.contract());
    lake.append(5);
    land();

    pipe.drain();
    assertThat(pipe.loaded()).isEqualTo(Loaded.firstOnes(25));
  }

  @FullOnly
  @Test
  void startsWithTheWholeTableWhereItsBeginningHasExpired() throws Exception {
    lake.append(10);
    lake.append(10);
    lake.compact();
    lake.expireAllButTheNewest();
    lake.append(5);

    land();

    pipe.drain();
    assertThat(pipe.loaded()).isEqualTo(Loaded.firstOnes(25));
  }

  @FullOnly
  @Test
  void landsWhatComesAfterAReloadOfAnEmptyTable() throws Exception {
    assertThat(landing.reload(lake.contract()))
        .isEqualTo(new Landing.Landed("raw.dasher_pings", 0, 0, 0));

    lake.append(10);
    land();

    pipe.drain();
    assertThat(pipe.loaded()).isEqualTo(Loaded.firstOnes(10));
  }

  @FullOnly
  @Test
  void landsNothingOfATableThatIsNotThereYet() {
    lake.catalog().dropTable(TableLayout.name(lake.contract()));

    assertThat(land()).isEqualTo(new Landing.Landed("raw.dasher_pings", 0, 0, 0));
  }

  private Landing.Landed land() {
    return landing.land(lake.contract());
  }

  /** Takes every message out of the queue, as if it had never come. */
  private List<Aws.Message> takeAll() {
    List<Aws.Message> all = new ArrayList<>();
    List<Aws.Message> some = aws.receive(queue);
    while (!some.isEmpty()) {
      for (Aws.Message message : some) {
        all.add(message);
        aws.delete(queue, message);
      }
      some = aws.receive(queue);
    }

    return all.stream().filter(message -> message.body().contains("Records")).toList();
  }

  private Process startLanding() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            LandingUntilKilled.class.getName(),
            folder.resolve("catalog.db").toString(),
            aws.store().endpoint(),
            aws.bucket())
        .redirectErrorStream(true)
        .redirectOutput(Path.of("target", "landing-until-killed.log").toFile())
        .start();
  }
}
