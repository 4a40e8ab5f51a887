package io.freshet.maintenance.retention;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerSnapshots;
import io.freshet.core.lake.RetainedSince;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.maintenance.plan.OldRows;
import io.freshet.maintenance.plan.Step;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ValidationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a table's old rows go beside its writers: whole files, and what the table says of them, in
 * one Iceberg transaction. It goes over no change of the ledger that it has not seen, and takes no
 * file away that it has not looked at: what comes late into the same partition stays.
 */
public final class RowExpiry {
  /** A writer commits every few seconds; to try again takes one, as nothing is read anew. */
  private static final int ATTEMPTS = 50;

  private static final Logger log = LoggerFactory.getLogger(RowExpiry.class);

  private final String writer;
  private final LogBegins logBegins;
  private final BooleanSupplier isGivenUp;

  /**
   * @param writer signs the commit
   * @param isGivenUp asked before each file that is read
   */
  public RowExpiry(String writer, LogBegins logBegins, BooleanSupplier isGivenUp) {
    this.writer = writer;
    this.logBegins = logBegins;
    this.isGivenUp = isGivenUp;
  }

  /**
   * Those of the planned partitions whose rows all are that old still.
   *
   * @return figures by snake_case name
   * @throws CommitFailedException when the files have become others; to be done anew
   */
  public Map<String, Long> run(Table table, Step.RowExpiry step) {
    table.refresh();
    Contract contract =
        OldRowsReader.contract(table)
            .orElseThrow(
                () ->
                    new FreshetException(
                        Fault.DEPENDENCY,
                        "%s has lost its contract since it was planned for"
                            .formatted(table.name())));
    if (!isAsPlanned(contract, step)) {
      log.info("Retention is another by now table={}", table.name());

      return figures(List.of(), 0);
    }
    Set<String> planned = step.parts().stream().map(OldRows.Part::name).collect(Collectors.toSet());
    List<DatedFiles.Dated> due =
        DatedFiles.of(table, contract, planned::contains).byName().stream()
            .filter(each -> planned.contains(each.part().name()))
            .filter(each -> each.part().isBefore(step.before()))
            .toList();
    if (due.isEmpty()) {
      log.info("No rows are past retention any more table={}", table.name());

      return figures(List.of(), 0);
    }
    Expiring rows = expiring(table, contract, due);
    commit(table, due, rows, step.before());

    return figures(due, rows.named());
  }

  /** Hours may have passed: a contract that keeps rows for longer by now is not too late. */
  private static boolean isAsPlanned(Contract contract, Step.RowExpiry step) {
    return contract
        .table()
        .flatMap(TableSettings::retention)
        .filter(kept -> kept.compareTo(step.retention()) <= 0)
        .isPresent();
  }

  private Expiring expiring(Table table, Contract contract, List<DatedFiles.Dated> due) {
    return contract.stream().isPresent()
        ? ExpiringRecords.read(table, files(due), logBegins, isGivenUp)
        : new ExpiringDays(due);
  }

  private static List<DataFile> files(List<DatedFiles.Dated> due) {
    return due.stream().flatMap(each -> each.files().stream()).toList();
  }

  private void commit(Table table, List<DatedFiles.Dated> due, Expiring rows, Instant before) {
    for (int attempt = 1; ; attempt++) {
      table.refresh();
      String ledger = ledger(table);
      try {
        commitOnce(table, due, rows, before);

        return;
      } catch (ValidationException | CommitFailedException e) {
        table.refresh();
        boolean isOthersLedger = !ledger(table).equals(ledger);
        if (!isOthersLedger || attempt == ATTEMPTS) {
          throw new CommitFailedException(e, "%s", e.getMessage());
        }
        log.info("Row expiry goes over another commit table={}", table.name());
      }
    }
  }

  private void commitOnce(Table table, List<DatedFiles.Dated> due, Expiring rows, Instant before) {
    // Of the state whose ledger is read: a transaction begins by refreshing the table.
    SnapshotAncestryValidator noOther = LedgerSnapshots.noOtherSince(table);
    Map<String, String> properties = properties(table, due, rows);
    Transaction transaction = table.newTransaction();
    DeleteFiles delete = transaction.newDelete().validateFilesExist();
    files(due).forEach(delete::deleteFile);
    delete.validateWith(noOther);
    rows.summary().forEach(delete::set);
    delete.set(CommitSummary.EXPIRED, Long.toString(rows(due)));
    delete.set(CommitSummary.EXPIRED_BEFORE, before.toString());
    delete.set(CommitSummary.WRITER, writer);
    delete.commit();
    UpdateProperties update = transaction.updateProperties();
    properties.forEach(update::set);
    update.commit();
    transaction.commitTransaction();
  }

  private static Map<String, String> properties(
      Table table, List<DatedFiles.Dated> due, Expiring rows) {
    Map<String, String> properties = new HashMap<>(rows.properties(table.properties()));
    if (rows.named() > OldRowsReader.MOST_NAMED) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Kafka still holds the records of more than %d rows that %s would let go, and its ledger can name no more; the next run tries again"
              .formatted(OldRowsReader.MOST_NAMED, table.name()));
    }
    Instant end =
        due.stream()
            .flatMap(each -> each.part().end().stream())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    properties.put(RetainedSince.PROPERTY, RetainedSince.after(table.properties(), end).toString());

    return properties;
  }

  private static String ledger(Table table) {
    return table.properties().getOrDefault(Ledger.PROPERTY, "");
  }

  private static long rows(List<DatedFiles.Dated> due) {
    return files(due).stream().mapToLong(DataFile::recordCount).sum();
  }

  private static Map<String, Long> figures(List<DatedFiles.Dated> due, long named) {
    return Map.of(
        "rows_expired",
        rows(due),
        "rows_named",
        named,
        "partitions_expired",
        (long) due.size(),
        "files_expired",
        (long) files(due).size(),
        "bytes_expired",
        files(due).stream().mapToLong(DataFile::fileSizeInBytes).sum());
  }
}
