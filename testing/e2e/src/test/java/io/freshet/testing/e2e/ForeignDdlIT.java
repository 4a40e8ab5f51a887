package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.prove.Proof;
import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Somebody changes or drops the table of one of a job's two contracts behind its back. The other
 * contract must not notice, and nothing of either may be lost.
 */
@FullOnly
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ForeignDdlIT {
  private static final int EVENTS = 40;

  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG);

  private static WriterPool pool;

  private final Contract pings = pool.contract("dasher_pings");
  private final Contract orders = pool.contract("order_events");
  private final Toll toll = Toll.of(pool);

  /** Changes that leave each column of the contract in the table. */
  enum Ddl {
    COLUMN_ADDED(table -> table.updateSchema().addColumn("of_others", text()).commit()),
    COLUMN_TAKEN_AWAY(table -> table.updateSchema().deleteColumn("of_others").commit()),
    COLUMN_RENAMED(
        table -> table.updateSchema().renameColumn("accuracy_meters", "accuracy").commit()),
    COLUMN_NAMED_AS_BEFORE(
        table -> table.updateSchema().renameColumn("accuracy", "accuracy_meters").commit()),
    COLUMN_WIDENED(
        table ->
            table.updateSchema().updateColumn("accuracy_meters", Types.LongType.get()).commit()),
    COLUMN_MOVED(table -> table.updateSchema().moveFirst("event_time").commit()),
    PARTITION_ADDED(
        table -> table.updateSpec().addField(Expressions.bucket("dasher_id", 4)).commit()),
    SORT_CHANGED(table -> table.replaceSortOrder().asc("event_time").commit());

    private final Consumer<Table> change;

    Ddl(Consumer<Table> change) {
      this.change = change;
    }

    private static Types.StringType text() {
      return Types.StringType.get();
    }
  }

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

  /**
   * The running files go on; new ones can't begin until the contract is applied again. Before all
   * others, whose changes no contract can take back.
   */
  @Order(1)
  @Test
  void parksOnlyTheTableThatLacksAColumn() throws Exception {
    WriterRest.Job before = pool.job();
    pool.table(pings).updateSchema().deleteColumn("accuracy_meters").commit();
    pool.awaitCommitted(pings, sendPings());
    assertThat(pool.job()).isEqualTo(before);

    pool.killTaskManager();
    platform.heal();
    List<Identity> waiting = sendPings();
    pool.awaitCommitted(orders, sendOrders());
    apply(pings);

    pool.awaitCommitted(pings, waiting);
    toll.tell("column dropped", 2, proven(pings));
    proven(orders);
  }

  @Order(2)
  @ParameterizedTest
  @EnumSource
  void goesOnWhileItRunsAndWhenItStartsAnew(Ddl ddl) {
    WriterRest.Job before = pool.job();
    ddl.change.accept(pool.table(pings));

    List<Identity> sent = sendPings();
    pool.awaitCommitted(orders, sendOrders());
    pool.awaitCommitted(pings, sent);
    assertThat(pool.job()).isEqualTo(before);

    pool.killTaskManager();
    platform.heal();
    sent = sendPings();
    pool.awaitCommitted(orders, sendOrders());
    pool.awaitCommitted(pings, sent);

    toll.tell(ddl.name(), 1, proven(pings));
    proven(orders);
  }

  @Order(3)
  @Test
  void parksOnlyTheTableThatIsGoneAndReadsItsStreamAgain() throws Exception {
    WriterRest.Job before = pool.job();
    dropped(pings);
    List<Identity> waiting = sendPings();
    pool.awaitCommitted(orders, sendOrders());
    pool.awaitCommitted(orders, sendOrders());
    apply(pings);
    pool.awaitCommitted(pings, waiting);
    pool.awaitCommitted(orders, sendOrders());

    assertThat(pool.job()).as("nobody restarted").isEqualTo(before);
    proven(orders);
    toll.tell("table dropped", 1, proven(pings));
  }

  @Order(4)
  @Test
  void beginsWithoutATableThatIsGoneAndTakesItInOnceItIsThere() throws Exception {
    dropped(pings);
    pool.forgetState();
    pool.startAgain();
    List<Identity> waiting = sendPings();
    pool.awaitCommitted(orders, sendOrders());
    apply(pings);

    pool.awaitCommitted(pings, waiting);
    proven(orders);
    toll.tell("table dropped before the start", 1, proven(pings));
  }

  private void dropped(Contract contract) throws Exception {
    Catalog catalog = LakeCatalog.open(LakeSettings.from(platform.settings()));
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      assertThat(catalog.dropTable(TableLayout.name(contract), false)).isTrue();
    }
  }

  private void apply(Contract contract) throws Exception {
    Catalog catalog = LakeCatalog.open(LakeSettings.from(platform.settings()));
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      Change change = new TableProvisioner(catalog).plan(contract);
      assertThat(change.action()).as(change.detail()).isNotEqualTo(Change.Action.REFUSE);
      change.step().run();
    }
  }

  private static Proof proven(Contract contract) {
    Proof proof = pool.prove(contract);
    assertThat(proof.findings()).isEmpty();

    return proof;
  }

  private List<Identity> sendPings() {
    BadRecords records = new BadRecords(pings, pool.streams());
    try (RawProducer producer = new RawProducer(pool.streams().kafka().bootstrap())) {
      List<CompletableFuture<Identity>> sent = new ArrayList<>();
      for (int dasher = 0; dasher < EVENTS; dasher++) {
        sent.add(producer.send(records.good(dasher, Instant.now())));
      }

      return sent.stream().map(CompletableFuture::join).toList();
    }
  }

  private List<Identity> sendOrders() {
    EventEncoder encoder =
        EventEncoder.of(orders, pool.streams().registry(), EventEncoder.Origin.of("/test"));
    PayloadBuilder order = new PayloadBuilder(orders);
    try (RawProducer producer = new RawProducer(pool.streams().kafka().bootstrap())) {
      List<CompletableFuture<Identity>> sent = new ArrayList<>();
      for (int number = 0; number < EVENTS; number++) {
        order
            .set("market", "san_francisco")
            .set("order_id", number)
            .set("order_version", 1)
            .set("state", "created")
            .set("event_time", Instant.now())
            .set("synthetic", false);
        sent.add(producer.send(encoder.encode(order.build())));
      }

      return sent.stream().map(CompletableFuture::join).toList();
    }
  }
}
