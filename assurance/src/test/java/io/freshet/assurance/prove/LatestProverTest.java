package io.freshet.assurance.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.TestMark;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.samples.LogPlace;
import io.freshet.testing.samples.ParquetRows;
import io.freshet.testing.samples.Rides;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table that keeps the newest row of each key, against the events of its log. */
class LatestProverTest {
  private static final Contract RIDES = Rides.latest();
  private static final LogSource TOPIC = new LogSource("cluster", Rides.NAME, "topic-1");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final MemoryLog log = new MemoryLog(TOPIC);
  private final List<ConsumerRecord<byte[], byte[]>> sent = new ArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> moved = new ArrayList<>();
  private final Contract deadLetters =
      Contracts.read(Path.of("..", "contracts")).require("dead_letters");
  private final LoggedEvents events;
  private final Table table;
  private final EventEncoder encoder =
      EventEncoder.of(RIDES, registry, EventEncoder.Origin.of("/test"));

  LatestProverTest() {
    catalog.initialize("test", Map.of());
    table = provisioned(RIDES);
    provisioned(deadLetters);
    events = new LoggedEvents(RIDES, table.schema(), registry);
    log.holds((partition, offset) -> (partition == 0 ? sent : moved).get(offset.intValue()));
  }

  private Table provisioned(Contract contract) {
    new TableProvisioner(catalog).plan(contract).step().run();

    return catalog.loadTable(TableLayout.name(contract));
  }

  /** Ride 1 changes twice, ride 2 stays, ride 3 goes, ride 4 goes and comes back. */
  @BeforeEach
  void send() {
    send(1, 10, false);
    send(2, 20, false);
    send(3, 30, false);
    send(1, 11, false);
    send(3, 30, true);
    send(4, 40, false);
    send(4, 40, true);
    send(1, 12, false);
    send(4, 41, false);
    account(sent.size(), sent.size());
  }

  @Test
  void provesThatTheNewestRowsAreThere() {
    rows(1, 7, 8);

    Proof proof = prove(Depth.VALUES);

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals()).isEqualTo(new Proof.Totals(9, 3, 0, 0, 0, 0, 6));
    assertThat(proof.scope().valuesProved()).isEqualTo(3);
  }

  @Test
  void namesTheRowThatIsMissing() {
    rows(1, 8);

    assertThat(prove(Depth.IDENTITIES).findings())
        .containsExactly("Partition 1:0: 1 records missing at offsets 7 to 7");
  }

  @Test
  void namesTheRowThatWasNotReplaced() {
    rows(1, 3, 7, 8);

    Proof proof = prove(Depth.IDENTITIES);

    assertThat(proof.findings())
        .contains(
            "Partition 1:0: 1 records unexpected at offsets 3 to 3",
            "Two rows have the same key: partition 1:0, offset 3 and 1:0, offset 7");
  }

  @Test
  void namesTheRowThatIsThereStillThoughItWasTakenAway() {
    rows(1, 2, 7, 8);

    assertThat(prove(Depth.IDENTITIES).findings())
        .contains("Partition 1:0: 1 records unexpected at offsets 2 to 2");
  }

  @Test
  void namesTheRowThatIsDoubled() {
    rows(1, 7, 8);
    rows(7);

    Proof proof = prove(Depth.IDENTITIES);

    assertThat(proof.totals().doubled()).isEqualTo(1);
    assertThat(proof.ok()).isFalse();
  }

  @Test
  void noticesAValueThatIsNotTheEvents() {
    Record altered = row(7);
    altered.setField("seats", 99);
    append(List.of(row(1), altered, row(8)));

    Proof proof = prove(Depth.VALUES);

    assertThat(proof.findings())
        .containsExactly(
            "Partition 1:0: the values at offsets 0 to 8 are not those that the writer decoded");
    assertThat(prove(Depth.IDENTITIES).ok()).isTrue();
  }

  @Test
  void whatTheTableHasNotReachedReplacesNothing() {
    rows(1, 7, 8);
    send(2, 21, false);

    Proof proof = prove(Depth.VALUES);

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.pending()).isEqualTo(1);
  }

  @Test
  void aTestReplacesNothing() {
    ProducerRecord<byte[], byte[]> test = encoded(2, 22, true);
    test.headers().add(TestMark.HEADER, TestMark.YES.getBytes(StandardCharsets.UTF_8));
    hold(test);
    account(0, 0, 1);
    rows(1, 7, 8);

    Proof proof = prove(Depth.VALUES);

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals()).isEqualTo(new Proof.Totals(10, 3, 0, 0, 0, 1, 6));
  }

  /** Of what retention has taken nobody knows which rows were replaced. */
  @Test
  void withoutTheLogsBeginningNoRowIsThereThatTheLogReplaces() {
    rows(1, 7, 8);
    log.deleteBefore(0, 5);

    Proof proof = prove(Depth.VALUES);
    assertThat(proof.findings()).isEmpty();
    assertThat(proof.scope().valuesProved()).isEqualTo(2);

    rows(0);

    assertThat(prove(Depth.VALUES).findings())
        .contains("A row is there that a later event has replaced: partition 1:0, offset 0");
  }

  @Test
  void noticesARowFromBeforeTheLogThatTheLogTakesAway() {
    send(2, 20, true);
    account(1, 1);
    rows(1, 7, 8);
    log.deleteBefore(0, 5);

    assertThat(prove(Depth.IDENTITIES).findings())
        .containsExactly("A row is there that a later event has replaced: partition 1:0, offset 1");
  }

  /** As after partitions were added: the row of a key is that of the event that came last. */
  @Test
  void aKeyMayHaveMovedToAnotherPartition() {
    rows(1, 7, 8);
    moved.add(
        new LogPlace(Rides.NAME, 1, 0, NOON.toEpochMilli() + 1).holding(encoded(1, 13, false)));
    log.send(1, 1);
    accountMoved();

    assertThat(prove(Depth.IDENTITIES).findings())
        .contains("Partition 1:0: 1 records unexpected at offsets 7 to 7")
        .contains("Partition 1:1: 1 records missing at offsets 0 to 0");
  }

  private void accountMoved() {
    Range range = new Range(new Position(1, 1), 0, 0, 1, new Counts(1, 0, 0, 0), 1);
    Ledger ledger = TableProvisioner.numberSource(table, TOPIC).plus(List.of(range));
    table.updateProperties().set(Ledger.PROPERTY, ledger.toJson()).commit();
  }

  @Test
  void needsTheSchemasOfTheEvents() {
    StreamProver prover = new StreamProver(catalog, log, deadLetters);

    assertThatThrownBy(() -> prover.prove(RIDES, Depth.IDENTITIES))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "Cannot prove rides without a schema registry: it keeps the newest row of each key");
  }

  private Proof prove(Depth depth) {
    return new StreamProver(catalog, log, deadLetters).withSchemas(registry).prove(RIDES, depth);
  }

  private void send(long id, int seats, boolean isGone) {
    hold(encoded(id, seats, isGone));
  }

  private ProducerRecord<byte[], byte[]> encoded(long id, int seats, boolean isGone) {
    return encoder.encode(
        new PayloadBuilder(RIDES)
            .set("city", "oslo")
            .set("ride_id", id)
            .set("event_time", NOON)
            .set("gone", isGone)
            .set("seats", seats)
            .build());
  }

  private void hold(ProducerRecord<byte[], byte[]> event) {
    sent.add(new LogPlace(Rides.NAME, 0, sent.size(), NOON.toEpochMilli()).holding(event));
    log.send(0, 1);
  }

  private void account(long records, long rows) {
    account(records, rows, 0);
  }

  private void account(long records, long rows, long tests) {
    Ledger ledger = TableProvisioner.numberSource(table, TOPIC);
    long begin = ledger.end(new Position(1, 0));
    Range range =
        new Range(
            new Position(1, 0),
            begin,
            begin,
            begin + Math.max(records, tests),
            new Counts(rows, 0, tests, 0),
            1);
    table.updateProperties().set(Ledger.PROPERTY, ledger.plus(List.of(range)).toJson()).commit();
  }

  private void rows(int... offsets) {
    List<Record> rows = new ArrayList<>();
    for (int offset : offsets) {
      rows.add(row(offset));
    }
    append(rows);
  }

  private void append(List<Record> rows) {
    table.refresh();
    table.newAppend().appendFile(ParquetRows.file(table, rows)).commit();
  }

  private Record row(int offset) {
    Optional<Record> row = events.row(sent.get(offset), 1);

    return row.orElseThrow();
  }
}
