package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.assurance.chaos.door.FaultyProxy;
import io.freshet.assurance.chaos.door.FaultyProxy.Fault;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.Ledger;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SIGKILL and SIGSTOP at moments that are known: a request that is made then is held, and whoever
 * waits for its answer dies or sleeps. Traffic goes on meanwhile; afterwards every record is
 * accounted for.
 */
class CrashIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String HEARTBEAT_TIMEOUT = "10000";

  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG);

  private static FaultyProxy store;
  private static FaultyProxy flinksStore;
  private static FaultyProxy catalog;
  private static WriterPool pool;
  private static Contract pings;

  private BadRecords records;
  private RawProducer producer;
  private Reckoning reckoning;
  private Toll toll;

  /** A point in a checkpoint's life, told by the request that is made then. */
  enum Moment {
    /** A data file is on its way to the store. */
    FLUSHING,
    /** All files are in the store, and the JobManager notes the checkpoint down. */
    FILES_CLOSED,
    /** The checkpoint is complete, its commit on its way to the catalog. */
    CHECKPOINT_COMPLETE,
    /** The catalog has committed, and its answer is on its way. */
    COMMITTED;

    FaultyProxy.Injection hold() {
      return switch (this) {
        case FLUSHING -> store.inject(CrashIT::isDataFile, new Fault.RequestHeld(), 1);
        case FILES_CLOSED ->
            flinksStore.inject(CrashIT::isEndOfCheckpoint, new Fault.RequestHeld(), 1);
        case CHECKPOINT_COMPLETE -> catalog.inject(CrashIT::isCommit, new Fault.RequestHeld(), 1);
        case COMMITTED -> catalog.inject(CrashIT::isCommit, new Fault.AnswerHeld(), 1);
      };
    }
  }

  enum Victim {
    TASK_MANAGER,
    JOB_MANAGER;

    String process() {
      return switch (this) {
        case TASK_MANAGER -> pool.application().taskManager();
        case JOB_MANAGER -> pool.application().jobManager();
      };
    }
  }

  private static boolean isDataFile(FaultyProxy.Request request) {
    return request.method().equals("PUT") && request.path().contains(".parquet");
  }

  private static boolean isEndOfCheckpoint(FaultyProxy.Request request) {
    return request.method().matches("PUT|POST") && request.path().contains("/_metadata");
  }

  private static boolean isCommit(FaultyProxy.Request request) {
    return request.method().equals("POST") && request.path().endsWith("/tables/" + pings.name());
  }

  @BeforeAll
  static void startWriter() throws Exception {
    URI s3 = URI.create(platform.settings().text("s3.endpoint"));
    store = FaultyProxy.before(s3);
    flinksStore = FaultyProxy.before(s3);
    catalog = FaultyProxy.before(URI.create(platform.settings().text("catalog.uri")));
    pool =
        new WriterPool(
                platform,
                List.of("--s3.endpoint=" + store.uri(), "--catalog.uri=" + catalog.uri()),
                Map.of(),
                "dasher_pings",
                "order_events")
            .with("s3.endpoint", flinksStore.uri().toString())
            .with("heartbeat.timeout", HEARTBEAT_TIMEOUT);
    pings = pool.contract("dasher_pings");
    pool.start();
  }

  @AfterAll
  static void stopWriter() throws Exception {
    for (AutoCloseable each : Arrays.asList(pool, catalog, flinksStore, store)) {
      if (each != null) {
        each.close();
      }
    }
  }

  @BeforeEach
  void openProducer() {
    records = new BadRecords(pings, pool.streams());
    producer = new RawProducer(pool.streams().kafka().bootstrap());
    reckoning = new Reckoning(pool);
    toll = Toll.of(pool);
  }

  @AfterEach
  void closeProducer() {
    producer.close();
  }

  @Test
  void survivesADeathAtAMomentOfASeedsChoice() {
    Seed seed = Seed.chosen();
    Random random = seed.random();
    Moment moment = Moment.values()[random.nextInt(Moment.values().length)];
    Victim victim = Victim.values()[random.nextInt(Victim.values().length)];
    try {
      survivesADeath(moment, victim);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("%s of %s; %s repeats it".formatted(moment, victim, seed), e);
    }
  }

  @FullOnly
  @ParameterizedTest
  @CsvSource({
    "FLUSHING, TASK_MANAGER",
    "FLUSHING, JOB_MANAGER",
    "FILES_CLOSED, TASK_MANAGER",
    "FILES_CLOSED, JOB_MANAGER",
    "CHECKPOINT_COMPLETE, TASK_MANAGER",
    "CHECKPOINT_COMPLETE, JOB_MANAGER",
    "COMMITTED, TASK_MANAGER",
    "COMMITTED, JOB_MANAGER"
  })
  void survivesADeath(Moment moment, Victim victim) {
    try (Traffic traffic = Traffic.start(records, producer)) {
      pool.awaitCheckpoint();
      FaultyProxy.Injection held = held(moment);
      platform.kill(victim.process());
      held.drop();
      assertThat(platform.heal()).containsExactly(victim.process());
      pool.awaitCheckpoint();

      toll.tell("kill %s %s".formatted(victim, moment), 1, reckoning.assertAllThere(traffic.end()));
    }
  }

  /** Networks deliver what the dead have sent, after somebody else has done it. */
  @FullOnly
  @Test
  void refusesTheCommitOfADeadTaskManagerOnceAnotherHasMadeIt() {
    try (Traffic traffic = Traffic.start(records, producer)) {
      pool.awaitCheckpoint();
      FaultyProxy.Injection held = held(Moment.CHECKPOINT_COMPLETE);
      Ledger before = pool.ledger(pings);
      pool.killTaskManager();
      platform.heal();
      pool.awaitCheckpoint();
      assertThat(pool.ledger(pings)).isNotEqualTo(before);
      held.release();
      await().atMost(PATIENCE).until(() -> !held.isHolding());
      pool.awaitCheckpoint();

      toll.tell("commit of the dead arrives", 1, reckoning.assertAllThere(traffic.end()));
    }
  }

  /** At {@code FILES_CLOSED} it is the JobManager that waits, and could put nobody in its place. */
  @FullOnly
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FILES_CLOSED")
  void survivesATaskManagerThatWakesAfterAnotherHasTakenOver(Moment moment) throws IOException {
    String zombie = pool.application().taskManager();
    try (Traffic traffic = Traffic.start(records, producer)) {
      pool.awaitCheckpoint();
      FaultyProxy.Injection held = held(moment);
      platform.pause(zombie);
      try (SpareTaskManager spare = SpareTaskManager.beside(pool.status(zombie))) {
        pool.awaitCheckpoint();
        held.release();
        platform.resume(zombie);
        pool.awaitCheckpoint();
      } finally {
        platform.resume(zombie);
      }
      // The spare is dead: it is the zombie's turn again.
      pool.awaitCheckpoint();

      toll.tell("zombie taskmanager " + moment, 1, reckoning.assertAllThere(traffic.end()));
    }
  }

  @FullOnly
  @Test
  void survivesAJobManagerThatSleepsUntilItIsGivenUp() {
    String sleeper = pool.application().jobManager();
    long given = timesGivenUp();
    try (Traffic traffic = Traffic.start(records, producer)) {
      pool.awaitCheckpoint();
      platform.pause(sleeper);
      try {
        await().atMost(PATIENCE).until(() -> timesGivenUp() > given);
      } finally {
        platform.resume(sleeper);
      }
      pool.awaitCheckpoint();

      toll.tell("jobmanager asleep", 1, reckoning.assertAllThere(traffic.end()));
    }
  }

  /** How often the TaskManager has taken the JobManager for dead. */
  private static long timesGivenUp() {
    try {
      return Files.readAllLines(pool.status(pool.application().taskManager()).log()).stream()
          .filter(line -> line.contains("heartbeat of JobManager") && line.contains("timed out"))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FaultyProxy.Injection held(Moment moment) {
    FaultyProxy.Injection held = moment.hold();
    await(moment.name()).atMost(PATIENCE).until(held::isHolding);

    return held;
  }
}
