package io.freshet.assurance.find;

import io.freshet.assurance.find.Sighting.Refusal;
import io.freshet.assurance.find.Whereabouts.TurnedAway;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** Finds what was refused: as a dead letter behind the log, or by an event gateway before it. */
final class RefusalSearch {
  /** How far back gateways' refusals are looked through where no time is named. */
  private static final Duration BACK = Duration.ofDays(7);

  private static final String CONTRACT = "contract";
  private static final String CAUSE = "cause";
  private static final String EVENT_TIME = "event_time";
  private static final String EVENT_ID = "event_id";
  private static final String STATUS = "status";
  private static final String PRODUCER = "producer";

  private final Catalog catalog;
  private final Contracts contracts;

  RefusalSearch(Catalog catalog, Contracts contracts) {
    this.catalog = catalog;
    this.contracts = contracts;
  }

  /** The dead letter of a record, under the number that its topic has in their ledger. */
  Optional<Refusal> deadLetter(String contract, LogSource source, int partition, long offset) {
    Optional<Table> table = table(Contracts.DEAD_LETTERS);
    OptionalInt number =
        table
            .map(known -> Ledger.of(known.properties()).numberOf(source))
            .orElse(OptionalInt.empty());

    return number.isEmpty()
        ? Optional.empty()
        : first(
            table.get(),
            Expressions.and(
                Expressions.equal(CONTRACT, contract),
                TableSearch.identity(new Position(number.getAsInt(), partition), offset)),
            row -> new Refusal(text(row, CAUSE), time(row)),
            CAUSE,
            EVENT_TIME);
  }

  /** What a gateway refused under that id; one of them, where there were several. */
  Optional<TurnedAway> turnedAway(EventQuestion question, String id, Instant now) {
    Expression filter =
        Expressions.and(
            Expressions.equal(CONTRACT, question.contract().name()),
            Expressions.equal(EVENT_ID, id),
            Expressions.greaterThanOrEqual(
                EVENT_TIME, micros(question.from().orElse(now.minus(BACK)))));

    return table(Contracts.REFUSED_EVENTS)
        .flatMap(
            table ->
                first(
                    table,
                    question
                        .until()
                        .<Expression>map(
                            end ->
                                Expressions.and(
                                    filter, Expressions.lessThan(EVENT_TIME, micros(end))))
                        .orElse(filter),
                    row ->
                        new TurnedAway(
                            time(row),
                            text(row, CAUSE),
                            (Integer) row.getField(STATUS),
                            text(row, PRODUCER)),
                    EVENT_TIME,
                    CAUSE,
                    STATUS,
                    PRODUCER));
  }

  private Optional<Table> table(String contract) {
    Optional<Contract> found =
        contracts.all().stream().filter(each -> each.name().equals(contract)).findFirst();

    return found
        .map(TableLayout::name)
        .filter(catalog::tableExists)
        .map(name -> LakeCatalog.require(catalog, name));
  }

  private static <T> Optional<T> first(
      Table table, Expression filter, Function<Record, T> made, String... columns) {
    if (table.currentSnapshot() == null) {
      return Optional.empty();
    }
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table).where(filter).select(columns).build()) {
      for (Record row : rows) {
        return Optional.of(made.apply(row));
      }

      return Optional.empty();
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read %s: %s".formatted(table.name(), e.getMessage()), e);
    }
  }

  private static String text(Record row, String column) {
    return (String) row.getField(column);
  }

  private static Instant time(Record row) {
    return ((OffsetDateTime) row.getField(EVENT_TIME)).toInstant();
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
