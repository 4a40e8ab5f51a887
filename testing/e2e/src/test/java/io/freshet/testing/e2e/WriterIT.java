package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.Ledger;
import io.freshet.local.FlinkApplication;
import io.freshet.local.Part;
import io.freshet.local.ProgressListener;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The writer as it runs in production: a Flink application over a real broker, registry, catalog
 * and object store, whose processes die, stop and begin anew. One job serves all tests, so that
 * each also finds whatever the others have left of it, and each reconciles everything that was ever
 * sent to it.
 */
class WriterIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG);

  private static WriterPool pool;

  private Contract pings;
  private Reckoning reckoning;
  private BadRecords records;
  private RawProducer producer;
  private Toll toll;

  @BeforeAll
  static void startWriter() throws Exception {
    pool = new WriterPool(platform, List.of(), Map.of(), "dasher_pings", "order_events");
    pool.start();
  }

  @AfterAll
  static void stopWriter() throws Exception {
    if (pool != null) {
      pool.close();
    }
  }

  @BeforeEach
  void openProducer() {
    pings = pool.contract("dasher_pings");
    reckoning = new Reckoning(pool);
    records = new BadRecords(pings, pool.streams());
    producer = new RawProducer(pool.streams().kafka().bootstrap());
    toll = Toll.of(pool);
  }

  @AfterEach
  void closeProducer() {
    producer.close();
  }

  @Test
  void tellsKafkasToolsHowFarItHasRead() {
    Identity sent = producer.send(records.good(1, Instant.now())).join();
    pool.awaitCommitted(pings, List.of(sent));

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(pool.groupOffsets(pings).get(sent.partition()))
                    .isGreaterThan(sent.offset()));
  }

  @FullOnly
  @Test
  void survivesTheDeathOfEitherHalfOfFlink() {
    try (Traffic traffic = Traffic.start(records, producer)) {
      pool.awaitCheckpoint();
      pool.killTaskManager();
      assertThat(platform.heal()).containsExactly(pool.application().taskManager());
      pool.awaitCheckpoint();
      toll.count();
      pool.killJobManager();
      assertThat(platform.heal()).containsExactly(pool.application().jobManager());
      pool.awaitCheckpoint();

      toll.tell("either half killed", 2, reckoning.assertAllThere(traffic.end()));
    }
  }

  @FullOnly
  @Test
  void goesOnFromSavepointsWithAnyParallelism() {
    try (Traffic traffic = Traffic.start(records, producer)) {
      pool.awaitCheckpoint();
      String savepoint = platform.platform().savepointAndStop(pool.application());
      platform.start(pool.application());
      pool.awaitCheckpoint();
      toll.count();
      platform.platform().restart(pool.application(), 1, ProgressListener.SILENT);
      pool.awaitCheckpoint();
      toll.count();
      platform.platform().stop(pool.application());
      // What the table has taken since that savepoint comes again.
      platform.platform().startFrom(savepoint, pool.application(), ProgressListener.SILENT);
      pool.awaitCheckpoint();

      toll.tell("savepoints", 3, reckoning.assertAllThere(traffic.end()));
    }
  }

  @FullOnly
  @Test
  void goesOnFromTheLedgersWithoutState() {
    try (Traffic traffic = Traffic.start(records, producer)) {
      pool.awaitCheckpoint();
      pool.forgetState();
      pool.startAgain();
      pool.awaitCheckpoint();

      toll.tell("state forgotten", 1, reckoning.assertAllThere(traffic.end()));
    }
  }

  /**
   * Somebody starts a second writer of the table. It is to go on alone, and can't: what its
   * checkpoint holds begins before the first one's last commit and ends behind it.
   */
  @FullOnly
  @Test
  void goesOnWithoutStateAfterTwoWritersAtOnce() {
    // Makes its checkpoints when it is told, so that the first one commits amid one of them.
    FlinkApplication second = pool.another(List.of("--writer.checkpoint-interval=1h"));
    try (Traffic traffic = Traffic.start(records, producer)) {
      platform.start(second);
      pool.awaitCheckpoint();
      pool.killTaskManager();
      Ledger held = pool.ledger(pings);
      await("refusal, and again after a restart")
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofSeconds(2))
          .ignoreExceptions()
          .until(() -> isRefusedAgain(second));

      assertThat(pool.rest().failures(second))
          .allSatisfy(
              failure ->
                  assertThat(failure)
                      .contains("Refused to commit", "start one of them without its state"));
      assertThat(pool.ledger(pings)).isEqualTo(held);
      platform.platform().stop(second);
      pool.forgetState();
      pool.startAgain();
      pool.awaitCheckpoint();

      toll.tell("two writers at once", 1, reckoning.assertAllThere(traffic.end()));
    } finally {
      platform.platform().retire(second);
      platform.heal();
    }
  }

  private static boolean isRefusedAgain(FlinkApplication writer) {
    int failures = pool.rest().failures(writer).size();
    if (failures == 0) {
      pool.rest().checkpoint(writer);
    }

    return failures > 1;
  }

  @Test
  void survivesASampleOfFaults() {
    survive(new Faults(pool, platform, toll), 1);
  }

  @FullOnly
  @Test
  void survivesManyFaults() {
    survive(new Faults(pool, platform, toll), 12);
  }

  private void survive(Faults faults, int howMany) {
    try (Traffic traffic = Traffic.start(records, producer)) {
      faults.strike(howMany);

      toll.tell(faults.toString(), howMany, reckoning.assertAllThere(traffic.end()));
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("Did not survive " + faults, e);
    }
  }
}
