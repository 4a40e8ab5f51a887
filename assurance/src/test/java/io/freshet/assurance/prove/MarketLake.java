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
import io.freshet.core.lake.LandedFile;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.testing.samples.LogPlace;
import io.freshet.testing.samples.ParquetRows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The shipped table of markets, its dead letters and its log, in memory. */
public final class MarketLake {
  public static final LogSource TOPIC = new LogSource("cluster-a", "markets", "topic-1");
  static final LogSource ORDERS = new LogSource("cluster-a", "order_events", "topic-9");
  static final LogSource TOLD = new LogSource("cluster-a", "dead_letters", "topic-8");

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

  /** With ten events in the first partition of its log and four in the second. */
  static MarketLake withEvents() {
    MarketLake lake = new MarketLake();
    lake.log.send(0, 10);
    lake.log.send(1, 4);

    return lake;
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

  /** Of rows that are there. */
  public MarketChanges changes() {
    return new MarketChanges(markets);
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
          Record row = SampleRows.row(markets, 1, partition, offset);
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
          long noon = SampleRows.NOON.toInstant().toEpochMilli();

          return new LogPlace("markets", partition, offset, noon).holding(event);
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
    List<Record> rows = SampleRows.of(markets, 1, partition, LongStream.range(first, end));
    Range range =
        new Range(
            new Position(1, partition),
            first,
            first,
            end,
            new Counts(end - first, 0, 0, 0).withValues(SampleRows.hash(markets, rows)),
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

  /** Nine rows of the first partition, in three commits. */
  void writeNine() {
    write(0, 0, 4);
    write(0, 4, 7);
    write(0, 7, 9);
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
    Record row = SampleRows.row(markets, 1, partition, offset);
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
    List<Record> rows = SampleRows.of(table, source, partition, offsets);
    table.refresh();
    table.newAppend().appendFile(ParquetRows.file(table, rows)).commit();
  }
}
