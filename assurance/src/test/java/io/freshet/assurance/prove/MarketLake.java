package io.freshet.assurance.prove;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;

/** The shipped table of markets, its dead letters and its log, in memory. */
public final class MarketLake {
  public static final LogSource TOPIC = new LogSource("cluster-a", "markets", "topic-1");
  static final LogSource ORDERS = new LogSource("cluster-a", "order_events", "topic-9");
  private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-03-01T12:00:00Z");

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final Contracts contracts = Contracts.read(Path.of("..", "contracts"));
  private final MemoryLog log = new MemoryLog(TOPIC);
  private final Table markets;
  private final Table deadLetters;

  public MarketLake() {
    catalog.initialize("test", Map.of());
    markets = provisioned("markets");
    deadLetters = provisioned("dead_letters");
    // So that the topic's number differs between the two tables.
    TableProvisioner.numberSource(deadLetters, ORDERS);
    TableProvisioner.numberSource(deadLetters, TOPIC);
  }

  private Table provisioned(String name) {
    Contract contract = contracts.require(name);
    new TableProvisioner(catalog).plan(contract).step().run();

    return catalog.loadTable(TableLayout.name(contract));
  }

  public MemoryLog log() {
    return log;
  }

  public Catalog catalog() {
    return catalog;
  }

  public Contracts contracts() {
    return contracts;
  }

  public Table markets() {
    return markets;
  }

  Table deadLetters() {
    return deadLetters;
  }

  Proof prove() {
    return new StreamProver(catalog, log, contracts.require("dead_letters"))
        .prove(contracts.require("markets"));
  }

  Proof proveDeadLetters() {
    return new DeadLetterProver(catalog)
        .prove(contracts.require("dead_letters"), List.of(contracts.require("markets")));
  }

  /** Notes in the ledger what became of a partition's records. */
  public void account(int partition, long start, long end, long rows, long dead) {
    Ledger ledger =
        TableProvisioner.numberSource(markets, TOPIC)
            .plus(
                List.of(
                    new Range(
                        new Position(1, partition),
                        start,
                        start,
                        end,
                        new Counts(rows, dead, 0, 0),
                        1)));
    markets.updateProperties().set(Ledger.PROPERTY, ledger.toJson()).commit();
  }

  void addRows(int partition, LongStream offsets) {
    append(markets, 1, partition, offsets);
  }

  void addDeadLetters(int partition, LongStream offsets) {
    append(deadLetters, 2, partition, offsets);
  }

  void addDeadLettersOfOrders(int partition, LongStream offsets) {
    append(deadLetters, 1, partition, offsets);
  }

  void addDeadLettersOfNobody(LongStream offsets) {
    append(deadLetters, 7, 0, offsets);
  }

  private static void append(Table table, int source, int partition, LongStream offsets) {
    List<Record> rows = offsets.mapToObj(offset -> row(table, source, partition, offset)).toList();
    table.refresh();
    table.newAppend().appendFile(ParquetRows.file(table, rows)).commit();
  }

  private static Record row(Table table, int source, int partition, long offset) {
    Record row = GenericRecord.create(table.schema());
    table.schema().columns().stream()
        .filter(NestedField::isRequired)
        .forEach(column -> row.setField(column.name(), any(column.type())));
    if (table.schema().findField("contract") != null) {
      row.setField("contract", source == 1 ? ORDERS.topic() : TOPIC.topic());
    }
    row.setField(PlatformColumns.SOURCE, source);
    row.setField(PlatformColumns.PARTITION, partition);
    row.setField(PlatformColumns.OFFSET, offset);

    return row;
  }

  private static Object any(Type type) {
    return switch (type.typeId()) {
      case STRING -> "any";
      case INTEGER -> 0;
      case LONG -> 0L;
      case DECIMAL -> new BigDecimal("0.000000");
      case TIMESTAMP -> NOON;
      case LIST -> List.of();
      default -> throw new IllegalArgumentException("No value for " + type);
    };
  }
}
