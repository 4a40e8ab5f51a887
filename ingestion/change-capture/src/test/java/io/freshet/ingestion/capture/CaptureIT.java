package io.freshet.ingestion.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventFields;
import io.freshet.ingestion.capture.engine.ChangeLog;
import io.freshet.ingestion.capture.position.Position;
import io.freshet.ingestion.capture.position.PositionTopic;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.ServerProcess;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/** The capture as a process of its own, killed in the middle of large transactions. */
class CaptureIT {
  @RegisterExtension
  static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY);

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Map<String, String> SMALL_BATCHES = Map.of("capture.batch-size", "100");
  private static final int MANY = 5000;
  private static final int ENOUGH = 700;

  @TempDir private Path folder;
  private Shop shop;
  private ShopEvents events;

  @BeforeEach
  void open() throws Exception {
    shop = new Shop(platform, folder);
    shop.open();
    events = new ShopEvents(shop);
  }

  @AfterEach
  void close() {
    events.close();
    shop.close();
  }

  @Test
  void everyChangeIsThereOnceThoughTheProcessIsKilledInTheMiddle() throws Exception {
    shop.execute(
        """
        insert into orders (market, order_id, amount, pieces)
          select 'm' || i % 3, i, i, 1 from generate_series(1, 50) i""");
    shop.execute("insert into orders (market, order_id, amount) values ('m0', 98, 1000000)");
    try (ServerProcess first = shop.start(SMALL_BATCHES)) {
      assertThat(first.url()).isNotEmpty();
      changeAFew();
      shop.execute(
          """
          insert into orders (market, order_id, amount)
            select 'big', i, i from generate_series(1, %d) i"""
              .formatted(MANY));
      await().atMost(PATIENCE).until(() -> received() > ENOUGH);
      first.kill();
    }

    int before = received();
    shop.execute("update orders set state = 'paid', version = nextval('versions')");
    copy();
    try (ServerProcess second = shop.start(SMALL_BATCHES)) {
      await().atMost(PATIENCE).until(() -> received() > before + MANY);
      second.kill();
    }

    try (ServerProcess third = shop.start(Map.of())) {
      int all = events.count("fits");
      await()
          .atMost(PATIENCE)
          .until(() -> third.url() != null && events.seen(shop.latest()).size() >= all);
      int writes = events.count("fits and op = 'W'");
      await().atMost(PATIENCE).until(() -> received() >= writes);
    }
    assertThat(events.changes(shop.latest())).isEqualTo(events.noted("fits"));
    assertThat(events.changes(shop.history())).isEqualTo(events.noted("fits and op = 'W'"));
    assertIds();
    assertDeadLetters();
  }

  private void changeAFew() throws Exception {
    shop.execute(
        """
        update orders set note = repeat('long ', 20000), version = nextval('versions')
          where order_id % 2 = 0""");
    shop.execute("update orders set is_gift = true, version = nextval('versions')");
    shop.execute(
        """
        update orders set order_id = order_id + 1000, version = nextval('versions')
          where order_id in (7, 8)""");
    shop.execute("delete from orders where order_id = 10");
    shop.execute("insert into orders (market, order_id, amount) values ('m1', 99, 2000000)");
    shop.execute("update orders set amount = 9, version = nextval('versions') where order_id = 99");
  }

  /** Postgres writes many rows of a COPY into one place of its log. */
  private void copy() throws Exception {
    String rows =
        IntStream.range(0, MANY)
            .mapToObj(i -> "copied\t%d\t%d\n".formatted(i, i))
            .collect(Collectors.joining());
    try (Connection connection = shop.connect()) {
      new CopyManager(connection.unwrap(BaseConnection.class))
          .copyIn("copy orders (market, order_id, amount) from stdin", new StringReader(rows));
    }
  }

  private int received() {
    return events.seen(shop.history()).size();
  }

  private void assertIds() {
    List<String> ofLatest = ids(shop.latest());

    assertThat(ofLatest).doesNotHaveDuplicates();
    assertThat(ofLatest).containsAll(ids(shop.history()));
  }

  private List<String> ids(Contract contract) {
    return events.seen(contract).stream().map(ShopEvents.Seen::id).toList();
  }

  private void assertDeadLetters() throws Exception {
    List<GenericRecord> letters = events.deadLetters();

    assertThat(letters.stream().map(letter -> EventFields.text(letter, "origin")))
        .doesNotHaveDuplicates();
    assertThat(letters)
        .hasSize(events.count("not fits") + events.count("not fits and op = 'W'"))
        .allSatisfy(
            letter -> {
              assertThat(EventFields.text(letter, "cause")).isEqualTo("invalid_value");
              assertThat(EventFields.text(letter, "detail"))
                  .contains("\n/amount: is a whole number; a number of at most 6 digits");
              assertThat(EventFields.text(letter, "origin_topic"))
                  .isEqualTo("/capture/%s/public.orders".formatted(shop.database()));
            });
  }

  /** As one leaves it that is killed in the middle of a commit. */
  @FullOnly
  @Test
  void startsThoughAnotherCapturesTransactionIsOpen() throws Exception {
    String other = platform.uniqueName("capture");
    Position position = new Position("nobody", "shop", 1, Map.of(), Optional.empty());
    ChangeLog.Sending sending =
        new ChangeLog.Sending(shop.kafka(), other, Duration.ofMinutes(5), 1 << 20);
    try (Admin kafka = Admin.create(Map.of("bootstrap.servers", shop.kafka().bootstrap()));
        ChangeLog open = ChangeLog.open(other, sending)) {
      PositionTopic.ensure(kafka, other, 1);
      open.send(PositionTopic.kept(other, position));

      try (ServerProcess capture = shop.start(Map.of())) {
        assertThat(capture.url()).isNotEmpty();
      }
    }
  }

  @Test
  void everyTypeIsWhatTheContractSays() throws Exception {
    try (ServerProcess capture = shop.start(Map.of())) {
      assertThat(capture.url()).isNotEmpty();
      shop.execute(
          """
          insert into orders values ('m1', 1, 17, 'paid', 12.34, 5, 'ø "quoted"', '{"a": [1, 2.50]}',
            '{red,"dark blue"}', true, '2026-02-28', '2026-02-28 23:59:59.123456',
            '2026-03-01 01:00:00+02', '\\x00ff10', 1.5, '9f1c3a52-7f0e-4a55-8d2b-3f1f8f2c9a10')""");
      await().atMost(PATIENCE).until(() -> received() > 0);
    }
    Decoded.Event event = events.received(shop.history()).get(0);
    GenericRecord order = event.payload();

    assertThat(event.envelope().source()).isEqualTo("/capture/" + shop.database());
    assertThat(event.envelope().id()).matches("[0-9A-F]+/[0-9A-F]+-0");
    assertThat(EventFields.text(order, "state")).isEqualTo("paid");
    assertThat(order.get("amount")).isEqualTo(ByteBuffer.wrap(new byte[] {0x04, (byte) 0xD2}));
    assertThat(order.get("pieces")).isEqualTo(5L);
    assertThat(EventFields.text(order, "note")).isEqualTo("ø \"quoted\"");
    assertThat(EventFields.text(order, "items")).isEqualTo("{\"a\":[1,2.50]}");
    assertThat(order.get("tags")).hasToString("[red, dark blue]");
    assertThat(order.get("is_gift")).isEqualTo(true);
    assertThat(order.get("day")).isEqualTo(20_512);
    assertThat(EventFields.instant(order, "due"))
        .isEqualTo(Instant.parse("2026-02-28T23:59:59.123456Z"));
    assertThat(EventFields.instant(order, "created_at"))
        .isEqualTo(Instant.parse("2026-02-28T23:00:00Z"));
    assertThat(order.get("receipt")).isEqualTo(ByteBuffer.wrap(new byte[] {0, -1, 16}));
    assertThat(order.get("weight")).isEqualTo(1.5f);
    assertThat(EventFields.text(order, "reference"))
        .isEqualTo("9f1c3a52-7f0e-4a55-8d2b-3f1f8f2c9a10");
    assertThat(EventFields.instant(order, "changed_at"))
        .isBetween(Instant.now().minus(PATIENCE), Instant.now());
  }
}
