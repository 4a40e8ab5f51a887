package io.freshet.assurance.prove;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.testing.samples.ParquetRows;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.inmemory.InMemoryCatalog;

/** The shipped derived table and its pings, in memory, filled as the nightly and the writer do. */
public final class EfficiencyLake {
  private static final String MARKET = "san_francisco";
  // Real time: snapshots bear it too, and received times are held against them.
  private static final Instant NOW = Instant.now();

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final Contracts contracts = Contracts.read(Path.of("..", "contracts"));
  private final Table efficiency;
  private final Table pings;
  private long offset;

  public EfficiencyLake() {
    catalog.initialize("test", Map.of());
    efficiency = provisioned("dasher_efficiency");
    pings = provisioned("dasher_pings");
  }

  private Table provisioned(String name) {
    Contract contract = contracts.require(name);
    new TableProvisioner(catalog).plan(contract).step().run();

    return catalog.loadTable(TableLayout.name(contract));
  }

  public Catalog catalog() {
    return catalog;
  }

  public Contracts contracts() {
    return contracts;
  }

  Proof prove() {
    return new DerivedProver(catalog).prove(contracts.require("dasher_efficiency"), contracts);
  }

  /** One commit, as write-audit-publish leaves it. */
  public void publish(LocalDate day, long... dashers) {
    commit(
        transaction ->
            overwrite(transaction.newOverwrite(), day, dashers)
                .set(PublishedDay.DAY, day.toString())
                .set(PublishedDay.EXPECTED_ROWS, Integer.toString(dashers.length)),
        published(day, dashers));
  }

  /** Several days in one commit, as a backfill leaves them, each with these dashers. */
  void publishTogether(List<LocalDate> days, long... dashers) {
    Map<String, String> published = new LinkedHashMap<>();
    days.forEach(day -> published.putAll(published(day, dashers)));
    commit(
        transaction -> {
          OverwriteFiles overwrite = transaction.newOverwrite();
          days.forEach(day -> overwrite(overwrite, day, dashers));
          published.forEach(overwrite::set);

          return overwrite;
        },
        published);
  }

  private void commit(
      Function<Transaction, OverwriteFiles> overwrite, Map<String, String> published) {
    efficiency.refresh();
    Transaction transaction = efficiency.newTransaction();
    overwrite.apply(transaction).commit();
    UpdateProperties properties = transaction.updateProperties();
    published.forEach(properties::set);
    properties.commit();
    transaction.commitTransaction();
  }

  private Map<String, String> published(LocalDate day, long... dashers) {
    pings.refresh();
    PublishedDay.Input input =
        Optional.ofNullable(pings.currentSnapshot())
            .map(
                at ->
                    new PublishedDay.Input(
                        at.snapshotId(), Instant.ofEpochMilli(at.timestampMillis())))
            .orElse(PublishedDay.Input.NEVER_WRITTEN);

    return new PublishedDay(
            day,
            dashers.length,
            Optional.of(
                new PublishedDay.Basis(
                    day.atTime(7, 0).toInstant(ZoneOffset.UTC),
                    day.plusDays(1).atTime(7, 0).toInstant(ZoneOffset.UTC),
                    Map.of(pings.name().replace("test.", ""), input))))
        .properties();
  }

  /** Takes a row away from a day, as an erasure does. */
  void erase(LocalDate day, long... dashersLeft) {
    replace(day, dashersLeft);
    efficiency.refresh();
    UpdateProperties properties = efficiency.updateProperties();
    PublishedDay.of(efficiency.properties())
        .get(day)
        .erased(1)
        .properties()
        .forEach(properties::set);
    properties.commit();
  }

  /** As somebody would who does not publish: other rows for a day. */
  void replace(LocalDate day, long... dashers) {
    efficiency.refresh();
    overwrite(efficiency.newOverwrite(), day, dashers).commit();
  }

  private OverwriteFiles overwrite(OverwriteFiles overwrite, LocalDate day, long... dashers) {
    overwrite.overwriteByRowFilter(Expressions.equal("local_day", day.toString()));
    if (dashers.length > 0) {
      overwrite.addFile(ParquetRows.file(efficiency, rows(day, dashers)));
    }

    return overwrite;
  }

  void append(LocalDate day, long... dashers) {
    efficiency.refresh();
    efficiency.newAppend().appendFile(ParquetRows.file(efficiency, rows(day, dashers))).commit();
  }

  /** A ping that arrives when everything before it has been committed. */
  void ping(long dasher, String eventTime) {
    ping(dasher, eventTime, NOW.plusSeconds(3600 * offset));
  }

  public void ping(long dasher, String eventTime, Instant received) {
    ping(List.of(row(dasher, eventTime, received)));
  }

  /** Both in one file. */
  public void pings(
      String eventTime, Instant received, String nextEventTime, Instant nextReceived) {
    ping(List.of(row(1, eventTime, received), row(1, nextEventTime, nextReceived)));
  }

  private void ping(List<Record> rows) {
    pings.refresh();
    pings.newAppend().appendFile(ParquetRows.file(pings, rows)).commit();
  }

  private Record row(long dasher, String eventTime, Instant received) {
    Record row = GenericRecord.create(pings.schema());
    row.setField("market", MARKET);
    row.setField("dasher_id", dasher);
    row.setField("latitude", new BigDecimal("37.774900"));
    row.setField("longitude", new BigDecimal("-122.419400"));
    row.setField("event_time", OffsetDateTime.parse(eventTime));
    row.setField(PlatformColumns.SOURCE, 1);
    row.setField(PlatformColumns.PARTITION, 0);
    row.setField(PlatformColumns.OFFSET, offset);
    row.setField(PlatformColumns.RECEIVED_AT, received.atOffset(ZoneOffset.UTC));
    offset++;

    return row;
  }

  /** What maintenance does: the same rows of a day in another file, in a new commit. */
  public void compact(LocalDate day, long... dashers) {
    efficiency.refresh();
    Set<DataFile> old = new HashSet<>();
    efficiency.currentSnapshot().addedDataFiles(efficiency.io()).forEach(old::add);
    efficiency
        .newRewrite()
        .rewriteFiles(old, Set.of(ParquetRows.file(efficiency, rows(day, dashers))))
        .commit();
  }

  void expireOutput() {
    expire(efficiency);
  }

  void expirePings() {
    expire(pings);
  }

  private static void expire(Table table) {
    table.refresh();
    table.expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();
  }

  private List<Record> rows(LocalDate day, long... dashers) {
    return Arrays.stream(dashers).mapToObj(dasher -> row(day, dasher)).toList();
  }

  private Record row(LocalDate day, long dasher) {
    Record row = GenericRecord.create(efficiency.schema());
    row.setField("market", MARKET);
    row.setField("dasher_id", dasher);
    row.setField("local_day", day);
    List.of(
            "pings",
            "online_seconds",
            "busy_seconds",
            "idle_seconds",
            "distance_meters",
            "deliveries")
        .forEach(column -> row.setField(column, 0L));

    return row;
  }
}
