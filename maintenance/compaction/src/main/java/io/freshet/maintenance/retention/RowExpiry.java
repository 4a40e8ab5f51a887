package io.freshet.maintenance.retention;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerSnapshots;
import io.freshet.core.lake.RetainedSince;
import io.freshet.core.lake.SureCommit;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.maintenance.plan.OldRows;
import io.freshet.maintenance.plan.Step;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFiles;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.Table;
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
  private final long mostNamed;
  private final BooleanSupplier isGivenUp;

  /**
   * @param writer signs the commits, followed by what tells one from the other
   * @param isGivenUp asked before each file that is read
   */
  public RowExpiry(String writer, LogBegins logBegins, BooleanSupplier isGivenUp) {
    this(writer, logBegins, OldRowsReader.MOST_NAMED, isGivenUp);
  }

  /**
   * @param mostNamed so many offsets at most a ledger is to name
   */
  RowExpiry(String writer, LogBegins logBegins, long mostNamed, BooleanSupplier isGivenUp) {
    this.writer = writer;
    this.logBegins = logBegins;
    this.mostNamed = mostNamed;
    this.isGivenUp = isGivenUp;
  }

  /**
   * What was done.
   *
   * @param figures by snake_case name
   * @param waiting which of the planned partitions don't go yet, and why
   */
  public record Expired(Map<String, Long> figures, Optional<String> waiting) {
    private static Expired nothing() {
      return new Expired(RowExpiry.figures(List.of(), 0), Optional.empty());
    }
  }

  /**
   * Those of the planned partitions whose rows all are that old still, the oldest first.
   *
   * @throws CommitFailedException when the files have become others; to be done anew
   * @throws FreshetException also where nobody can say what of them the log still has
   */
  public Expired run(Table table, Step.RowExpiry step) {
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

      return Expired.nothing();
    }
    List<DatedFiles.Dated> due = due(table, contract, step);
    if (due.isEmpty()) {
      log.info("No rows are past retention any more table={}", table.name());

      return Expired.nothing();
    }
    Expiring rows = expiring(table, contract, due);
    if (!rows.going().isEmpty()) {
      commit(table, rows, step.before());
    }

    return new Expired(figures(rows.going(), rows.named()), rows.waiting());
  }

  private static List<DatedFiles.Dated> due(Table table, Contract contract, Step.RowExpiry step) {
    Set<String> planned = step.parts().stream().map(OldRows.Part::name).collect(Collectors.toSet());

    return DatedFiles.of(table, contract, planned::contains).byName().stream()
        .filter(each -> planned.contains(each.part().name()))
        .filter(each -> each.part().isBefore(step.before()))
        .sorted(Comparator.comparing(DatedFiles.Dated::part, OldRows.OLDEST_FIRST))
        .toList();
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
    if (contract.stream().isEmpty()) {
      return new ExpiringDays(due);
    }
    // Before anything is read and once, as writers go on while Kafka is asked. What it lets go
    // meanwhile is named for nothing.
    ExpiringRecords records =
        new ExpiringRecords(table, logBegins.of(Ledger.of(table.properties())), mostNamed);
    records.take(due, isGivenUp);

    return records;
  }

  private static List<DataFile> files(List<DatedFiles.Dated> due) {
    return due.stream().flatMap(each -> each.files().stream()).toList();
  }

  private void commit(Table table, Expiring rows, Instant before) {
    SureCommit commit = new SureCommit(table, "%s/%s".formatted(writer, UUID.randomUUID()));
    for (int attempt = 1; ; attempt++) {
      table.refresh();
      String ledger = ledger(table);
      try {
        commitOnce(commit, rows, before);

        return;
      } catch (CommitFailedException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      } catch (ValidationException e) {
        table.refresh();
        boolean isOthersLedger = !ledger(table).equals(ledger);
        if (!isOthersLedger || attempt == ATTEMPTS) {
          throw new CommitFailedException(e, "%s", e.getMessage());
        }
      }
      log.info("Row expiry goes over another commit table={}", table.name());
    }
  }

  private static void commitOnce(SureCommit commit, Expiring rows, Instant before) {
    // Of the state whose ledger is read: a transaction begins by refreshing the table.
    SnapshotAncestryValidator noOther = LedgerSnapshots.noOtherSince(commit.table());
    Map<String, String> properties = properties(commit.table(), rows);
    commit.make(
        transaction -> {
          DeleteFiles delete = transaction.newDelete().validateFilesExist();
          files(rows.going()).forEach(delete::deleteFile);
          delete.validateWith(noOther);
          rows.summary().forEach(delete::set);
          delete.set(CommitSummary.EXPIRED, Long.toString(rows(rows.going())));
          delete.set(CommitSummary.EXPIRED_BEFORE, before.toString());
          delete.set(CommitSummary.WRITER, commit.writer());
          delete.commit();
          UpdateProperties update = transaction.updateProperties();
          properties.forEach(update::set);
          update.commit();
        });
  }

  private static Map<String, String> properties(Table table, Expiring rows) {
    Map<String, String> properties = new HashMap<>(rows.properties(table.properties()));
    Instant end =
        rows.going().stream()
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
