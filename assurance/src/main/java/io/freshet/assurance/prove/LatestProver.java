package io.freshet.assurance.prove;

import io.freshet.assurance.log.Log;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.lake.ColumnDefaults;
import io.freshet.core.lake.ErasedRows;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.RowHasher;
import io.freshet.core.lake.TableLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.Record;

/**
 * Proves a table that keeps the newest row of each key: reads the whole log, decodes its events,
 * and holds the table to exactly the rows that are left when each event takes its predecessor's
 * place. Where retention has taken the log's beginning, it can tell of the rows from there only
 * that there are not too many, and no two of a key.
 */
final class LatestProver {
  private final Catalog catalog;
  private final Log log;
  private final Contract deadLetters;
  private final RowReader reader;
  private final SchemaRegistry schemas;

  LatestProver(
      Catalog catalog, Log log, Contract deadLetters, RowReader reader, SchemaRegistry schemas) {
    this.catalog = catalog;
    this.log = log;
    this.deadLetters = deadLetters;
    this.reader = reader;
    this.schemas = schemas;
  }

  /**
   * @param marks takes what the log says that gateways accepted
   */
  Proof prove(Contract contract, Depth depth, LoggedMarks marks) {
    Table table = LakeCatalog.require(catalog, TableLayout.name(contract));
    Ledger ledger = Ledger.of(table.properties());
    Map<Position, Offsets> dead =
        Reconciliation.deadLetters(catalog, deadLetters, ledger, Streams.topic(contract));
    Map<Position, Ledger.Entry> entries = ledger.entries();
    LatestEvents latest = new LatestEvents(contract, table, schemas, entries, dead);
    Optional<Log.Topic> topic = log.topic(Streams.topic(contract));
    LoggedOffsets logged = new LoggedOffsets();
    topic.ifPresent(
        now -> {
          int number = Reconciliation.number(ledger, now);
          log.read(
              now,
              Map.of(),
              kafkaRecord -> {
                Position position = new Position(number, kafkaRecord.partition());
                logged.add(position, kafkaRecord);
                latest.add(position, kafkaRecord);
                marks.add(kafkaRecord);
              });
          marks.readTo(now);
        });
    Map<Position, CommitValues> values = depth == Depth.VALUES ? latest.values() : Map.of();
    Rows rows =
        new Rows(
            contract,
            table,
            values,
            latest,
            position -> Reconciliation.logBegin(ledger, position, topic));
    new TableFiles(table, depth, LatestEvents.keys(contract)).readAll(reader, rows::add);

    List<PartitionAccount> accounts = new ArrayList<>();
    entries.forEach(
        (position, entry) ->
            accounts.add(
                new PartitionAccount(
                    position,
                    entry,
                    Reconciliation.logBegin(ledger, position, topic),
                    logged.of(position).below(entry.end()),
                    logged.tests(position).below(entry.end()),
                    Reconciliation.of(rows.identities, position),
                    Reconciliation.of(dead, position).below(entry.end()),
                    Optional.of(latest.replaced(position)),
                    ErasedRows.NONE)));

    return Reconciliation.proof(
            contract,
            ledger,
            topic,
            accounts,
            rows.identities,
            Reconciliation.pending(ledger, logged.all()))
        .withValues(values)
        .withFindings(rows.findings);
  }

  /** The table's rows, in one pass. */
  private static final class Rows {
    private final List<String> keys;
    private final RecordHasher hasher;
    private final Map<Position, CommitValues> values;
    private final RowHasher unjudged = new RowHasher();
    private final Map<Position, Offsets> identities = new HashMap<>();
    private final Map<List<Object>, String> placeByKey = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private final LatestEvents latest;
    private final ToLongFunction<Position> logBegin;

    Rows(
        Contract contract,
        Table table,
        Map<Position, CommitValues> values,
        LatestEvents latest,
        ToLongFunction<Position> logBegin) {
      this.latest = latest;
      this.logBegin = logBegin;
      this.keys = LatestEvents.keys(contract);
      this.hasher = new RecordHasher(table.schema(), ColumnDefaults.of(table));
      this.values = values;
    }

    void add(Record row) {
      Position position =
          new Position(
              (Integer) row.getField(PlatformColumns.SOURCE),
              (Integer) row.getField(PlatformColumns.PARTITION));
      long offset = (Long) row.getField(PlatformColumns.OFFSET);
      identities.computeIfAbsent(position, first -> new Offsets()).add(offset);
      List<Object> key = LatestEvents.key(keys, row);
      String place = "%s, offset %d".formatted(position, offset);
      String other = placeByKey.putIfAbsent(key, place);
      boolean isBeforeLog = offset < logBegin.applyAsLong(position);
      if (other != null) {
        findings.add("Two rows have the same key: partition %s and %s".formatted(other, place));
      }
      if (isBeforeLog && latest.hasLater(key, position, offset)) {
        findings.add("A row is there that a later event has replaced: partition " + place);
      }
      if (!values.isEmpty()) {
        CommitValues account = isBeforeLog ? null : values.get(position);
        hasher.add(row, account == null ? unjudged : account.row(offset));
      }
    }
  }
}
