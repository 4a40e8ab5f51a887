package io.freshet.ingestion.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.testing.samples.ParquetRows;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.types.Types;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A table of dead letters in memory, with real files. */
public final class RefusedRides {
  /** The topic that the dead letters below were refused from. */
  public static final LogSource ORDERS = new LogSource("cluster", "order_events", "topic-1");

  private static final int ORDERS_NUMBER = 2;

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final Contracts contracts = Contracts.read(Path.of("..", "..", "contracts"));
  private final Table table;

  public RefusedRides() {
    catalog.initialize("test", Map.of());
    Contract deadLetters = contracts.deadLetters();
    new TableProvisioner(catalog).plan(deadLetters).step().run();
    table = catalog.loadTable(TableLayout.name(deadLetters));
    // So that the topic's number differs between this ledger and its own table's.
    TableProvisioner.numberSource(table, new LogSource("cluster", "dasher_pings", "topic-0"));
    TableProvisioner.numberSource(table, ORDERS);
  }

  public Contracts contracts() {
    return contracts;
  }

  public Catalog catalog() {
    return catalog;
  }

  public DeadLetterTable load() {
    return DeadLetterTable.load(catalog, contracts.deadLetters());
  }

  public void add(String contract, String cause, long offset, Instant received) {
    add(contract, cause, offset, received, new byte[] {0}, new byte[] {1}, new RecordHeaders());
  }

  public void add(
      String contract,
      String cause,
      long offset,
      Instant received,
      byte[] key,
      byte[] value,
      Headers headers) {
    append(row(contract, cause, offset, received, key, value, headers));
  }

  /**
   * Raw JSON, as the validator tells of it.
   *
   * @param listed the contract's name, or the topic's
   * @param json in CloudEvents' JSON format
   */
  public void addRaw(String listed, String cause, long offset, Instant received, String json) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("content-type", "application/cloudevents+json".getBytes(UTF_8));
    Record row = row(listed, cause, offset, received, null, json.getBytes(UTF_8), headers);
    row.setField("origin_source", -77);
    row.setField("origin_topic", "raw_json");
    row.setField("origin", "-77:0:" + offset);
    append(row);
  }

  /** An order in CloudEvents' JSON format. */
  public static String order(String type, String state, Instant time) {
    return """
        {"specversion": "1.0", "id": "1", "source": "/phone", "type": "%s",
         "data": {"market": "san_francisco", "order_id": 4711, "order_version": 1,
                  "state": "%s", "event_time": "%s", "synthetic": false}}"""
        .formatted(type, state, time);
  }

  private Record row(
      String contract,
      String cause,
      long offset,
      Instant received,
      byte[] key,
      byte[] value,
      Headers headers) {
    Record row = GenericRecord.create(table.schema());
    row.setField("contract", contract);
    row.setField("cause", cause);
    row.setField("detail", "in words");
    row.setField("event_time", received.atOffset(ZoneOffset.UTC));
    row.setField("received_at", received.atOffset(ZoneOffset.UTC));
    row.setField("origin_source", 1);
    row.setField("origin_partition", 0);
    row.setField("origin_offset", offset);
    row.setField("origin_topic", contract);
    row.setField("origin", "1:0:" + offset);
    row.setField("payload", value == null ? null : ByteBuffer.wrap(value));
    row.setField("record_key", key == null ? null : ByteBuffer.wrap(key));
    row.setField("headers", headers(headers));
    row.setField(PlatformColumns.SOURCE, ORDERS_NUMBER);
    row.setField(PlatformColumns.PARTITION, 0);
    row.setField(PlatformColumns.OFFSET, offset);
    row.setField(PlatformColumns.RECEIVED_AT, received.atOffset(ZoneOffset.UTC));

    return row;
  }

  private List<Record> headers(Headers headers) {
    Types.ListType list = table.schema().findField("headers").type().asListType();
    List<Record> rows = new ArrayList<>();
    for (Header header : headers) {
      Record row = GenericRecord.create(list.elementType().asStructType());
      row.setField("name", header.key());
      row.setField("value", header.value() == null ? null : ByteBuffer.wrap(header.value()));
      rows.add(row);
    }

    return rows;
  }

  private void append(Record row) {
    table.newAppend().appendFile(ParquetRows.file(table, List.of(row))).commit();
  }
}
