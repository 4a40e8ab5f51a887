package io.freshet.ingestion.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.testing.samples.ParquetRows;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant ONE = Instant.parse("2026-03-01T13:00:00Z");

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final Contracts contracts = Contracts.read(Path.of("..", "..", "contracts"));

  @BeforeEach
  void initialize() {
    catalog.initialize("test", Map.of());
  }

  @Test
  void areCountedByContractAndCauseWithThoseThatWereNotKept() {
    Table table = table();
    add(table, "rides", "invalid_value", NOON, 0);
    add(table, "rides", "invalid_value", ONE, 7);
    add(table, null, "malformed_json", NOON, 5);

    assertThat(read(DeadLetterFilter.ALL))
        .isEqualTo(
            new Refusals(
                List.of(
                    new RefusalGroup("", "malformed_json", 1, NOON, NOON),
                    new RefusalGroup("rides", "invalid_value", 2, NOON, ONE)),
                12));
    assertThat(read(DeadLetterFilter.ALL.since(ONE).ofContract("rides")))
        .isEqualTo(
            new Refusals(List.of(new RefusalGroup("rides", "invalid_value", 1, ONE, ONE)), 7));
  }

  @Test
  void areNoneBeforeThereIsATableAndBeforeItsFirstSnapshot() {
    assertThat(read(DeadLetterFilter.ALL).groups()).isEmpty();

    table();

    assertThat(read(DeadLetterFilter.ALL).groups()).isEmpty();
  }

  private Refusals read(DeadLetterFilter filter) {
    return Refusals.read(catalog, contracts, filter);
  }

  private Table table() {
    Contract contract = contracts.require(Contracts.REFUSED_EVENTS);
    new TableProvisioner(catalog).plan(contract).step().run();

    return catalog.loadTable(TableLayout.name(contract));
  }

  private static void add(
      Table table, String contract, String cause, Instant refused, long dropped) {
    Record row = GenericRecord.create(table.schema());
    row.setField("producer", "rider-app");
    row.setField("contract", contract);
    row.setField("cause", cause);
    row.setField("status", 422);
    row.setField("detail", "in words");
    row.setField("violations", List.of());
    row.setField("event_time", refused.atOffset(ZoneOffset.UTC));
    row.setField("body", ByteBuffer.wrap(new byte[] {'{'}));
    row.setField("body_bytes", 1);
    row.setField("is_body_cut", false);
    row.setField("is_by_token", false);
    row.setField("dropped", dropped);
    row.setField(PlatformColumns.SOURCE, 1);
    row.setField(PlatformColumns.PARTITION, 0);
    row.setField(PlatformColumns.OFFSET, 0L);
    row.setField(PlatformColumns.RECEIVED_AT, refused.atOffset(ZoneOffset.UTC));
    table.newAppend().appendFile(ParquetRows.file(table, List.of(row))).commit();
  }
}
