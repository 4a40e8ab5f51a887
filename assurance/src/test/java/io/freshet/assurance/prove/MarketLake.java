package io.freshet.assurance.prove;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Field;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.ErasedRows;
import io.freshet.core.lake.GoneRows;
import io.freshet.core.lake.LandedFile;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.Repairs;
import io.freshet.core.lake.RowHasher;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.lake.ValuesHash;
import io.freshet.testing.samples.LogPlace;
import io.freshet.testing.samples.ParquetRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The shipped table of markets, its dead letters and its log, in memory. */
public final class MarketLake {
  public static final LogSource TOPIC = new LogSource("cluster-a", "markets", "topic-1");
  static final LogSource ORDERS = new LogSource("cluster-a", "order_events", "topic-9");
  static final LogSource TOLD = new LogSource("cluster-a", "dead_letters", "topic-8");
  private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-03-01T12:00:00Z");

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final Contracts contracts = Contracts.read(Path.of("..", "contracts"));
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final MemoryLog log = new MemoryLog(TOPIC);
  private final Table markets;
  private final Table deadLetters;
  private final Map<String, String> origins = new HashMap<>();

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

  public Table deadLetters() {
    return deadLetters;
  }

  Proof prove() {
    return prove(Depth.IDENTITIES);
  }

  Proof prove(Depth depth) {
    return prover().prove(contracts.require("markets"), depth);
  }

  Proof prove(Depth depth, Baseline since) {
    return prover().prove(contracts.require("markets"), depth, Optional.of(since));
  }

  /** Holds the log's events, decoded anew, against what the writer noted. */
  Proof proveEvents() {
    return prover().withEvents(registry).prove(contracts.require("markets"), Depth.VALUES);
  }

  /** Fills the log with the events that {@link #write} has made rows of. */
  public void logEvents(UnaryOperator<String> nameOfEach) {
    Contract contract = contracts.require("markets");
    EventEncoder encoder = EventEncoder.of(contract, registry, EventEncoder.Origin.of("/test"));
    log.holds(
        (partition, offset) -> {
          Record row = row(markets, 1, partition, offset);
          PayloadBuilder payload = new PayloadBuilder(contract);
          contract.schema().fields().stream()
              .filter(Field::required)
              .filter(field -> row.getField(field.name()) != null)
              .forEach(field -> payload.set(field.name(), sent(row.getField(field.name()))));
          payload.set("name", nameOfEach.apply(partition + ":" + offset));
          ProducerRecord<byte[], byte[]> event = encoder.encode(payload.build());
          String origin = origins.get(partition + ":" + offset);
          if (origin != null) {
            event.headers().add("freshet_origin", origin.getBytes(StandardCharsets.UTF_8));
          }

          return new LogPlace("markets", partition, offset, NOON.toInstant().toEpochMilli())
              .holding(event);
        });
  }

  /** Has the log's event at that place be one that was refused before. */
  public void redrive(int partition, long offset, String origin) {
    origins.put(partition + ":" + offset, origin);
  }

  /** Has the contract drop the column {@code name}: rows from then on have none. */
  void dropName() {
    String text = contracts.text(contracts.require("markets")).orElseThrow();
    apply(text);
    apply(
        text.replaceFirst("(?s)      - name: name\n.*?(?=      - name: )", "")
            .replaceFirst("version: 1\\.0\\.0", "version: 1.1.0"));
    markets.refresh();
  }

  private void apply(String text) {
    Contract contract = ContractTexts.parse("markets", text);
    new TableProvisioner(catalog).plan(contract, Optional.of(text)).step().run();
  }

  private static Object sent(Object value) {
    return value instanceof OffsetDateTime time ? time.toInstant() : value;
  }

  private StreamProver prover() {
    return new StreamProver(catalog, log, contracts.require("dead_letters"));
  }

  /** A commit of rows as the writer makes them: with an account that knows their values. */
  public void write(int partition, long first, long end) {
    List<Record> rows =
        LongStream.range(first, end)
            .mapToObj(offset -> row(markets, 1, partition, offset))
            .toList();
    Range range =
        new Range(
            new Position(1, partition),
            first,
            first,
            end,
            new Counts(end - first, 0, 0, 0).withValues(hash(rows)),
            1);
    Ledger ledger = TableProvisioner.numberSource(markets, TOPIC).plus(List.of(range));
    markets.refresh();
    Transaction transaction = markets.newTransaction();
    transaction
        .newAppend()
        .appendFile(ParquetRows.file(markets, rows))
        .set(CommitSummary.RANGES, LedgerCodec.writeRanges(List.of(range)))
        .commit();
    transaction.updateProperties().set(Ledger.PROPERTY, ledger.toJson()).commit();
    transaction.commitTransaction();
  }

  private ValuesHash hash(List<Record> rows) {
    RecordHasher records = RecordHasher.of(markets);
    RowHasher hasher = new RowHasher();
    rows.forEach(row -> records.add(row, hasher));

    return hasher.drain();
  }

  /**
   * Puts all rows of a partition into one file, as compaction does, one of them with another name.
   */
  public void rewrite(int partition, long end, long renamed) {
    List<Record> rows =
        LongStream.range(0, end).mapToObj(offset -> row(markets, 1, partition, offset)).toList();
    rows.stream()
        .filter(row -> row.getField(PlatformColumns.OFFSET).equals(renamed))
        .forEach(row -> row.setField("name", "another"));
    markets.refresh();
    Set<DataFile> before = new HashSet<>();
    try (CloseableIterable<FileScanTask> tasks = markets.newScan().planFiles()) {
      tasks.forEach(task -> before.add(task.file()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    markets.newRewrite().rewriteFiles(before, Set.of(ParquetRows.file(markets, rows))).commit();
  }

  /** Takes rows away, as an erasure does, with the ledger. */
  public void erase(int partition, long... offsets) {
    takeAway(
        partition,
        offsets,
        (ledger, values) ->
            ledger.erased(
                Map.of(new Position(1, partition), ErasedRows.of(LongStream.of(offsets))),
                Map.of(new Position(1, partition), values),
                Map.of(new Position(1, partition), 0L)));
  }

  /**
   * Lets the first rows go, as retention does.
   *
   * @param end of their offsets
   * @param logBegin the first offset that the log still has
   */
  public void expire(int partition, long end, long logBegin) {
    Position position = new Position(1, partition);
    takeAway(
        partition,
        LongStream.range(0, end).toArray(),
        (ledger, values) ->
            ledger.without(
                List.of(
                    new GoneRows(
                        new Repairs.Stretch(position, 0, end),
                        ErasedRows.expired(end, LongStream.range(logBegin, end)),
                        values,
                        logBegin))));
  }

  private void takeAway(
      int partition, long[] offsets, BiFunction<Ledger, ValuesHash, Ledger> account) {
    markets.refresh();
    Set<Long> erased = LongStream.of(offsets).boxed().collect(Collectors.toSet());
    List<Record> gone = new ArrayList<>();
    List<Record> rest = new ArrayList<>();
    new TableFiles(markets, Depth.VALUES)
        .readAll(
            TableFiles::readAll,
            row ->
                (row.getField(PlatformColumns.PARTITION).equals(partition)
                            && erased.contains(row.getField(PlatformColumns.OFFSET))
                        ? gone
                        : rest)
                    .add(row));
    Ledger ledger = account.apply(Ledger.of(markets.properties()), hash(gone));
    Transaction transaction = markets.newTransaction();
    transaction
        .newOverwrite()
        .overwriteByRowFilter(Expressions.alwaysTrue())
        .addFile(ParquetRows.file(markets, rest))
        .commit();
    transaction.updateProperties().set(Ledger.PROPERTY, ledger.toJson()).commit();
    transaction.commitTransaction();
  }

  /** Notes as a repair does that a stretch of a partition was written anew, with its rows. */
  void noteRepair(int partition, long from, long end) {
    markets.refresh();
    Position position = new Position(1, partition);
    List<Record> rows = new ArrayList<>();
    new TableFiles(markets, Depth.VALUES).readAll(TableFiles::readAll, rows::add);
    ValuesHash sum =
        hash(
            rows.stream()
                .filter(row -> row.getField(PlatformColumns.PARTITION).equals(partition))
                .toList());
    List<Repairs.Stretch> stretches = List.of(new Repairs.Stretch(position, from, end));
    markets
        .updateProperties()
        .set(
            Ledger.PROPERTY,
            Ledger.of(markets.properties()).repaired(stretches, Map.of(position, sum)).toJson())
        .commit();
  }

  void keep(String subject, Baseline proved) {
    BaselineTag.keep(markets, subject, proved);
  }

  void expireAllButTheNewest() {
    markets.refresh();
    markets
        .expireSnapshots()
        .expireOlderThan(System.currentTimeMillis() + 1)
        .retainLast(1)
        .cleanExpiredFiles(false)
        .commit();
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

  public void addRows(int partition, LongStream offsets) {
    append(markets, 1, partition, offsets);
  }

  /** A row of an event that was refused before; its own identity is another one. */
  public void addRedriven(int partition, long offset, String origin) {
    Record row = row(markets, 1, partition, offset);
    row.setField(PlatformColumns.ORIGIN, origin);
    markets.refresh();
    markets.newAppend().appendFile(ParquetRows.file(markets, List.of(row))).commit();
  }

  public void addDeadLetters(int partition, LongStream offsets) {
    append(deadLetters, 2, partition, offsets);
  }

  void addDeadLettersOfOrders(int partition, LongStream offsets) {
    append(deadLetters, 1, partition, offsets);
  }

  /** Dead letters that others than writers have told of. */
  void addToldDeadLetters(LongStream offsets) {
    append(deadLetters, 3, 0, offsets);
  }

  /** Notes that a file was landed as partition 17, and what became of its rows. */
  void accountLanded(String name, long given, long rows, long dead) {
    LogSource files = LandedFile.source("markets", markets);
    LandedFile file = new LandedFile(17, name, "ab12", given);
    Ledger ledger = TableProvisioner.numberSource(markets, files);
    Range range =
        new Range(
            new Position(ledger.numberOf(files).orElseThrow(), 17),
            Range.UNKNOWN,
            0,
            given,
            new Counts(rows, dead, 0, 0),
            1);
    TableProvisioner.numberSource(deadLetters, files);
    markets
        .updateProperties()
        .set(Ledger.PROPERTY, ledger.plus(List.of(range)).toJson())
        .set(file.key(), file.toJson())
        .commit();
  }

  void addLandedRows(LongStream offsets) {
    append(markets, number(markets), 17, offsets);
  }

  void addLandedDeadLetters(LongStream offsets) {
    append(deadLetters, number(deadLetters), 17, offsets);
  }

  private int number(Table table) {
    table.refresh();

    return Ledger.of(table.properties())
        .numberOf(LandedFile.source("markets", markets))
        .orElseThrow();
  }

  /** Notes in the dead letters' own ledger how many of those it has. */
  void accountTold(long end, long rows, long excluded) {
    Ledger ledger =
        TableProvisioner.numberSource(deadLetters, TOLD)
            .plus(
                List.of(
                    new Range(new Position(3, 0), 0, 0, end, new Counts(rows, 0, excluded, 0), 1)));
    deadLetters.updateProperties().set(Ledger.PROPERTY, ledger.toJson()).commit();
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
