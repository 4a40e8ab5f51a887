package io.freshet.assurance.prove;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.TableLayout;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Proves a derived table, day by day: as many keys as were counted from its inputs when the day was
 * published, each once, and no rows of days that nobody has published. Whether the inputs have
 * moved on since is told and no fault.
 */
public final class DerivedProver {
  private final Catalog catalog;

  public DerivedProver(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * @param contracts among which those of the inputs are
   */
  public Proof prove(Contract contract, Contracts contracts) {
    Table table = LakeCatalog.require(catalog, TableLayout.name(contract));
    NavigableMap<LocalDate, PublishedDay> published = PublishedDay.of(table.properties());
    DayRows rows = new DayRows(table, contract.schema().keys().grain(), dayColumn(contract));
    LaterInputs later = new LaterInputs(catalog, contracts);
    Account account = new Account(published, summaries(table));
    for (LocalDate day : published.navigableKeySet()) {
      account.add(day, rows.of(day), later.rowsSince(published.get(day)));
    }
    rows.besides(published.keySet()).forEach(account::addUnpublished);

    return account.proof(TableLayout.name(contract).toString());
  }

  /** A derived table's event time is the day that a row sums up. */
  private static String dayColumn(Contract contract) {
    return contract.schema().keys().eventTime();
  }

  /** What the newest snapshot of each day says, as far as snapshots have not expired. */
  private static Map<LocalDate, Long> summaries(Table table) {
    Map<LocalDate, Long> expected = new HashMap<>();
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      PublishedDay.expectedIn(snapshot.summary()).forEach(expected::putIfAbsent);
    }

    return expected;
  }

  /** Adds up days. Pure: counts in, proof out. */
  private static final class Account {
    private final Map<LocalDate, PublishedDay> published;
    private final Map<LocalDate, Long> summaries;
    private final List<Proof.Day> days = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private Proof.Totals totals = new Proof.Totals(0, 0, 0, 0, 0, 0, 0);
    private long pending;

    Account(Map<LocalDate, PublishedDay> published, Map<LocalDate, Long> summaries) {
      this.published = published;
      this.summaries = summaries;
    }

    void add(LocalDate day, DayRows.Found found, LaterInputs.Later later) {
      long expected = published.get(day).expectedRows();
      long erased = published.get(day).erasedRows();
      long missing = Math.max(0, expected - erased - found.keys());
      long doubled = found.rows() - found.keys();
      totals =
          totals.plus(new Proof.Totals(expected, found.keys(), missing, doubled, 0, 0, erased));
      days.add(new Proof.Day(day, Proof.State.HELD, found.keys()));
      fault(day, Proof.State.MISSING, missing);
      fault(day, Proof.State.DOUBLED, doubled);
      fault(day, Proof.State.UNEXPECTED, Math.max(0, found.keys() + erased - expected));
      if (summaries.getOrDefault(day, expected) != expected) {
        findings.add(
            "Day %s: the table's properties say %d rows, the snapshot that published it %d"
                .formatted(day, expected, summaries.get(day)));
      }
      if (later.movedOn()) {
        pending += later.rows();
        days.add(new Proof.Day(day, Proof.State.STALE, later.rows()));
      }
    }

    void addUnpublished(LocalDate day, long rows) {
      fault(day, Proof.State.UNEXPECTED, rows);
    }

    private void fault(LocalDate day, Proof.State state, long rows) {
      if (rows > 0) {
        days.add(new Proof.Day(day, state, rows));
        findings.add(
            "Day %s: %d rows %s".formatted(day, rows, state.name().toLowerCase(Locale.ROOT)));
      }
    }

    Proof proof(String table) {
      return Proof.ofDays(table, totals, pending, days, findings);
    }
  }
}
