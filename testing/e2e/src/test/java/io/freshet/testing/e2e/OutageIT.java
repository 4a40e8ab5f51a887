package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.assurance.chaos.door.FaultyProxy;
import io.freshet.assurance.chaos.door.FaultyProxy.Fault;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The writer while the object store and the catalog do what such servers do: refuse, slow down, do
 * their work and never say so. Traffic goes on meanwhile; afterwards every record is accounted for,
 * and no sound one is a dead letter.
 */
class OutageIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** So often that a client which tries again gives up, and the job fails, more than once. */
  private static final int PAST_RETRIES = 12;

  private static final int A_FEW = 3;

  /** Longer than the client of the store waits for an answer. */
  private static final Duration TOO_LATE = Duration.ofSeconds(45);

  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG);

  private static FaultyProxy store;
  private static FaultyProxy flinksStore;
  private static FaultyProxy catalog;
  private static WriterPool pool;

  private BadRecords records;
  private RawProducer producer;
  private Reckoning reckoning;
  private Toll toll;

  /** What happens, where, and how often. */
  enum Outage {
    STORE_IS_AWAY(Door.STORE, new Fault.Refused(503, s3("ServiceUnavailable")), PAST_RETRIES),
    STORE_SLOWS_DOWN(Door.STORE, new Fault.Refused(503, s3("SlowDown")), PAST_RETRIES),
    STORE_FAILS(Door.STORE, new Fault.Refused(500, s3("InternalError")), PAST_RETRIES),
    STORE_KEEPS_A_FILE_AND_NEVER_SAYS_SO(Door.STORE, new Fault.Unanswered(), PAST_RETRIES),
    STORE_KEEPS_A_FILE_AND_SAYS_IT_FAILED(
        Door.STORE, new Fault.Misreported(500, s3("InternalError")), PAST_RETRIES),
    STORE_IS_SLOW(Door.STORE, new Fault.Delayed(Duration.ofSeconds(10)), A_FEW),
    STORE_KEEPS_A_FILE_AND_SAYS_SO_TOO_LATE(Door.STORE, new Fault.Delayed(TOO_LATE), A_FEW),
    MANIFESTS_ARE_REFUSED(
        Door.MANIFESTS, new Fault.Refused(503, s3("ServiceUnavailable")), PAST_RETRIES),
    MANIFESTS_ARE_KEPT_AND_NOBODY_SAYS_SO(Door.MANIFESTS, new Fault.Unanswered(), PAST_RETRIES),
    CHECKPOINTS_ARE_REFUSED(
        Door.CHECKPOINTS, new Fault.Refused(503, s3("ServiceUnavailable")), PAST_RETRIES),
    CHECKPOINTS_ARE_KEPT_AND_NOBODY_SAYS_SO(Door.CHECKPOINTS, new Fault.Unanswered(), PAST_RETRIES),
    CATALOG_IS_AWAY(Door.CATALOG, new Fault.Refused(503, rest(503)), PAST_RETRIES),
    CATALOG_SPEAKS_OF_CONFLICTS_WITHOUT_END(
        Door.CATALOG, new Fault.Refused(409, rest(409)), PAST_RETRIES),
    CATALOG_FAILS_BEFORE_THE_COMMIT(Door.CATALOG, new Fault.Refused(500, rest(500)), A_FEW),
    CATALOG_COMMITS_AND_NEVER_SAYS_SO(Door.CATALOG, new Fault.Unanswered(), A_FEW),
    CATALOG_COMMITS_AND_SAYS_IT_FAILED(Door.CATALOG, new Fault.Misreported(504, rest(504)), A_FEW),
    CATALOG_COMMITS_AND_SPEAKS_OF_A_CONFLICT(
        Door.CATALOG, new Fault.Misreported(409, rest(409)), A_FEW),
    CATALOG_ANSWERS_A_MINUTE_LATER(Door.CATALOG, new Fault.Delayed(Duration.ofMinutes(1)), 1);

    /** Those that fail the job a few times at most. */
    static final List<Outage> SHORT =
        List.of(
            STORE_IS_AWAY,
            STORE_FAILS,
            CATALOG_FAILS_BEFORE_THE_COMMIT,
            CATALOG_COMMITS_AND_NEVER_SAYS_SO,
            CATALOG_COMMITS_AND_SAYS_IT_FAILED);

    private final Door door;
    private final Fault fault;
    private final int times;

    Outage(Door door, Fault fault, int times) {
      this.door = door;
      this.fault = fault;
      this.times = times;
    }

    FaultyProxy.Injection begin() {
      return switch (door) {
        case STORE -> store.inject(request -> isPut(request, ".parquet"), fault, times);
        case MANIFESTS -> store.inject(request -> isPut(request, ".avro"), fault, times);
        case CHECKPOINTS -> flinksStore.inject(request -> isPut(request, ""), fault, times);
        case CATALOG -> catalog.inject(OutageIT::isCommit, fault, times);
      };
    }

    private static String s3(String code) {
      return "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>a fault</Message></Error>"
          .formatted(code);
    }

    private static String rest(int status) {
      return "{\"error\": {\"message\": \"a fault\", \"type\": \"Fault\", \"code\": %d}}"
          .formatted(status);
    }
  }

  /** Where requests are broken. */
  private enum Door {
    STORE,
    MANIFESTS,
    /** Flink's own files. */
    CHECKPOINTS,
    CATALOG
  }

  private static boolean isPut(FaultyProxy.Request request, String file) {
    return request.method().equals("PUT") && request.path().contains(file);
  }

  private static boolean isCommit(FaultyProxy.Request request) {
    return request.method().equals("POST")
        && request.path().contains("/tables/")
        && !request.path().endsWith("/metrics");
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
            .with("s3.endpoint", flinksStore.uri().toString());
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
    records = new BadRecords(pool.contract("dasher_pings"), pool.streams());
    producer = new RawProducer(pool.streams().kafka().bootstrap());
    reckoning = new Reckoning(pool);
    toll = Toll.of(pool);
  }

  @AfterEach
  void closeProducer() {
    producer.close();
  }

  @Test
  void losesAndDoublesNothingInAnOutageOfASeedsChoice() {
    Seed seed = Seed.chosen();
    Outage outage = Outage.SHORT.get(seed.random().nextInt(Outage.SHORT.size()));
    try {
      losesAndDoublesNothing(outage);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("%s; %s repeats it".formatted(outage, seed), e);
    }
  }

  @FullOnly
  @ParameterizedTest
  @EnumSource
  void losesAndDoublesNothing(Outage outage) {
    try (Traffic traffic = Traffic.start(records, producer)) {
      pool.awaitCheckpoint();
      FaultyProxy.Injection injection = outage.begin();
      await(outage.name()).atMost(PATIENCE).until(injection::isOver);
      pool.awaitCheckpoint();

      toll.tell(outage.name(), outage.times, reckoning.assertAllThere(traffic.end()));
    }
  }

  @FullOnly
  @Test
  void commitsAmongOthersThatNeverStop() {
    Table table = pool.table(pool.contract("dasher_pings"));
    AtomicBoolean isOver = new AtomicBoolean();
    AtomicInteger commits = new AtomicInteger();
    CompletableFuture<Void> storm =
        CompletableFuture.runAsync(() -> rewriteUntil(isOver, table, commits));
    try (Traffic traffic = Traffic.start(records, producer)) {
      pool.awaitCheckpoint();
      await().atMost(PATIENCE).until(() -> storm.isDone() || commits.get() > 100);
      pool.awaitCheckpoint();
      isOver.set(true);
      storm.join();

      toll.tell("another engine's commits", commits.get(), reckoning.assertAllThere(traffic.end()));
      assertThat(commits.get()).isGreaterThan(100);
    } finally {
      isOver.set(true);
      storm.join();
    }
  }

  /**
   * As compaction does, one after the other. Each needs the newest snapshot, so whoever commits
   * second must try again: here the writer as often as this.
   */
  private static void rewriteUntil(AtomicBoolean isOver, Table table, AtomicInteger commits) {
    while (!isOver.get()) {
      table.refresh();
      if (table.currentSnapshot() != null) {
        table.rewriteManifests().clusterBy(file -> 0).commit();
        commits.incrementAndGet();
      }
    }
  }

  @FullOnly
  @Test
  void survivesTheRestartOfTheCatalogsDatabase() {
    try (Traffic traffic = Traffic.start(records, producer)) {
      pool.awaitCheckpoint();
      platform.kill(Part.POSTGRES);
      assertThat(platform.heal()).contains(Part.POSTGRES.label());
      awaitRegistry();
      pool.awaitCheckpoint();

      toll.tell("Postgres killed", 1, reckoning.assertAllThere(traffic.end()));
    }
  }

  /** Its connections to the database that died turn out to be broken one after the other. */
  private static void awaitRegistry() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              for (int connection = 0; connection < 50; connection++) {
                new BadRecords(pool.contract("dasher_pings"), pool.streams());
              }

              return true;
            });
  }
}
