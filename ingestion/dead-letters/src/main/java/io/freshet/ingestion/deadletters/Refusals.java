package io.freshet.ingestion.deadletters;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/**
 * What event gateways have refused: told beside dead letters, and not sent again.
 *
 * @param groups by contract and cause, in that order
 * @param notKept how many more there were that the gateways' bounds left out, of whichever contract
 */
public record Refusals(List<RefusalGroup> groups, long notKept) {
  private static final String DROPPED = "dropped";

  public Refusals {
    groups = List.copyOf(groups);
  }

  /** Of the table that they lie in; none where there is no such table. */
  public static Refusals read(Catalog catalog, Contracts contracts, DeadLetterFilter filter) {
    Optional<Contract> contract =
        contracts.all().stream()
            .filter(each -> each.name().equals(Contracts.REFUSED_EVENTS))
            .filter(each -> catalog.tableExists(TableLayout.name(each)))
            .findAny();

    return contract
        .map(found -> of(LakeCatalog.require(catalog, TableLayout.name(found)), filter))
        .orElseGet(() -> new Refusals(List.of(), 0));
  }

  static Refusals of(Table table, DeadLetterFilter filter) {
    Map<String, Map<String, RefusalGroup>> groups = new TreeMap<>();
    long notKept = 0;
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table)
            .where(filter.expression())
            .select(Columns.CONTRACT, Columns.CAUSE, Columns.EVENT_TIME, DROPPED)
            .build()) {
      for (Record row : rows) {
        RefusalGroup one = one(row);
        groups
            .computeIfAbsent(one.contract(), first -> new TreeMap<>())
            .merge(one.cause(), one, RefusalGroup::plus);
        notKept += (Long) row.getField(DROPPED);
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read %s: %s".formatted(table.name(), e.getMessage()), e);
    }

    return new Refusals(
        groups.values().stream().flatMap(causes -> causes.values().stream()).toList(), notKept);
  }

  private static RefusalGroup one(Record row) {
    Object contract = row.getField(Columns.CONTRACT);
    Instant refused = ((OffsetDateTime) row.getField(Columns.EVENT_TIME)).toInstant();

    return new RefusalGroup(
        contract == null ? "" : contract.toString(),
        (String) row.getField(Columns.CAUSE),
        1,
        refused,
        refused);
  }
}
