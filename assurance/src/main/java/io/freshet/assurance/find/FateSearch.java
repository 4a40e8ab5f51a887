package io.freshet.assurance.find;

import io.freshet.assurance.find.Sighting.Refusal;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.RedriveOrigin;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.iceberg.Table;

/** What has become of records of one topic: the ledger says it, and tables say where. */
final class FateSearch {
  private final Contract contract;
  private final LogSource source;
  private final Optional<Table> table;
  private final RefusalSearch refusals;
  private final InstantSource clock;

  /**
   * @param table empty where the contract has none, or nobody has made it
   */
  FateSearch(
      Contract contract,
      LogSource source,
      Optional<Table> table,
      RefusalSearch refusals,
      InstantSource clock) {
    this.contract = contract;
    this.source = source;
    this.table = table;
    this.refusals = refusals;
    this.clock = clock;
  }

  Sighting of(int partition, long offset, Optional<Logged> logged) {
    if (logged.filter(Logged::isTest).isPresent()) {
      return sighting(partition, offset, logged, Fate.TEST);
    }
    if (table.isEmpty()) {
      return sighting(partition, offset, logged, Fate.NO_TABLE);
    }
    Ledger ledger = Ledger.of(table.get().properties());
    OptionalInt number = ledger.numberOf(source);
    Position position = new Position(number.orElse(0), partition);
    long end = number.isEmpty() ? 0 : ledger.end(position);
    if (offset >= end) {
      return sighting(partition, offset, logged, Fate.WAITING).behind(offset - end);
    }

    return read(position, offset, logged, ledger);
  }

  /** Of a record that the table has read, or has begun behind. */
  private Sighting read(Position position, long offset, Optional<Logged> logged, Ledger ledger) {
    TableSearch rows = new TableSearch(table.orElseThrow());
    Optional<Stored> row = rows.row(position, offset);
    if (row.isPresent()) {
      return sighting(position.partition(), offset, logged, Fate.ROW).at(row.get());
    }
    Optional<Refusal> refusal =
        refusals.deadLetter(contract.name(), source, position.partition(), offset);
    if (refusal.isPresent()) {
      return refused(position, offset, logged, refusal.get(), rows);
    }

    return sighting(
        position.partition(), offset, logged, withoutRow(position, offset, logged, ledger, rows));
  }

  private Sighting refused(
      Position position, long offset, Optional<Logged> logged, Refusal refusal, TableSearch rows) {
    Optional<Stored> again =
        rows.rowOfOrigin(RedriveOrigin.text(position.source(), position.partition(), offset));
    Sighting sighting =
        sighting(
                position.partition(),
                offset,
                logged,
                again.isPresent() ? Fate.SENT_AGAIN : Fate.DEAD_LETTER)
            .refused(refusal);

    return again.map(sighting::at).orElse(sighting);
  }

  private Fate withoutRow(
      Position position, long offset, Optional<Logged> logged, Ledger ledger, TableSearch rows) {
    if (offset < ledger.entry(position).orElseThrow().start()) {
      return Fate.BEFORE_TABLE;
    }
    if (ledger.erased(position).contains(offset)) {
      boolean isOfRetention =
          ledger.erased(position).expired() > 0 && logged.filter(this::isPastRetention).isPresent();

      return isOfRetention ? Fate.EXPIRED : Fate.ERASED;
    }
    if (rows.isTooMuch(position, offset)) {
      return Fate.TOO_MANY_FILES;
    }
    if (contract.keepsLatest()) {
      return Fate.REPLACED;
    }
    if (logged.isEmpty()) {
      return Fate.GONE;
    }

    return isPastRetention(logged.get()) ? Fate.EXPIRED : Fate.MISSING;
  }

  private boolean isPastRetention(Logged logged) {
    Optional<Duration> kept = contract.requireTable().retention();

    return kept.filter(age -> logged.receivedAt().plus(age).isBefore(clock.instant())).isPresent();
  }

  private Sighting sighting(int partition, long offset, Optional<Logged> logged, Fate fate) {
    return Sighting.of(source.topic(), partition, offset, logged, fate);
  }
}
