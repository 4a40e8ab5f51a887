package io.freshet.ingestion.sqlapps.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.InvalidEventException;
import io.freshet.core.envelope.PayloadBuilder;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RowsTest {
  private static final Contract RIDES =
      Contracts.read(Path.of("src", "test", "resources", "contracts")).require("rides");
  private static final RowType TYPE = (RowType) readType().getLogicalType();
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.123Z");
  private static final ConsumerRecord<byte[], byte[]> RECORD =
      new ConsumerRecord<>("rides", 3, 99, new byte[] {1}, new byte[] {1});

  private static DataType readType() {
    return ContractColumns.readType(RIDES);
  }

  @Test
  void bringsEveryTypeThroughUnchanged() {
    GenericRecord payload = ride().set("rating", 4.5).build();

    RowData row = new EventRows(RIDES).row(RECORD, payload);

    assertThat(new RowPayloads(RIDES, TYPE).payload(row)).isEqualTo(payload);
  }

  @Test
  void knowsWhereAnEventWas() {
    RowData row = new EventRows(RIDES).row(RECORD, ride().build());
    int platform = RIDES.schema().fields().size();

    assertThat(row.getInt(platform)).isEqualTo(3);
    assertThat(row.getLong(platform + 1)).isEqualTo(99);
    assertThat(row.getArity()).isEqualTo(TYPE.getFieldCount());
  }

  @Test
  void cutsEventTimeToMilliseconds() {
    GenericRecord payload = ride().set("event_time", TIME.plusNanos(456_000)).build();

    RowData row = new EventRows(RIDES).row(RECORD, payload);

    assertThat(row.getTimestamp(RIDES.schema().indexOf("event_time"), 3).toInstant())
        .isEqualTo(TIME);
  }

  @Test
  void leavesNothingOfARefusedRowToTheNext() {
    RowPayloads payloads = new RowPayloads(RIDES, TYPE);
    GenericRecord sound = ride().build();
    GenericRowData row = (GenericRowData) new EventRows(RIDES).row(RECORD, sound);
    GenericRowData nameless = (GenericRowData) new EventRows(RIDES).row(RECORD, sound);
    nameless.setField(0, null);

    assertThatThrownBy(() -> payloads.payload(nameless))
        .isInstanceOf(InvalidEventException.class)
        .hasMessage("Event of rides is refused: city is missing; it is required");
    assertThat(payloads.payload(row)).isEqualTo(sound);
  }

  private static PayloadBuilder ride() {
    return new PayloadBuilder(RIDES)
        .set("city", "oslo")
        .set("ride_id", 7L)
        .set("state", "ended")
        .set("event_time", TIME)
        .set("latitude", new BigDecimal("59.913900"))
        .set("seats", 2)
        .set("booked_at", TIME.minusNanos(1_000))
        .set("tags", List.of("quiet", "pets"))
        .set("vehicle", Map.of("wheels", 4, "built_on", LocalDate.of(2020, 2, 29)))
        .set("shared", true);
  }
}
