package io.freshet.ingestion.sqlapps.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.ingestion.sqlapps.application.SinkTable.Delivery;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class EventWriterTest {
  private static final Contract RIDES =
      Contracts.read(Path.of("src", "test", "resources", "contracts")).require("rides");
  private static final RowType TYPE = (RowType) ContractColumns.readType(RIDES).getLogicalType();

  private final Counters counters = new Counters();

  @Test
  void givesARowThatComesTwiceTheSameIdWhereItMay() {
    EventWriter writer = writer(Delivery.AT_LEAST_ONCE);

    String id = id(write(writer, ride("oslo", 7)));

    assertThat(id(write(writer, ride("oslo", 7)))).isEqualTo(id);
    assertThat(id(write(writer, ride("oslo", 8)))).isNotEqualTo(id);
  }

  @Test
  void givesRowsThatAreEqualIdsOfTheirOwnWhereEachComesOnce() {
    EventWriter writer = writer(Delivery.EXACTLY_ONCE);

    assertThat(id(write(writer, ride("oslo", 7)))).isNotEqualTo(id(write(writer, ride("oslo", 7))));
  }

  @Test
  void countsARowThatIsNoEventAndLeavesItOut() {
    EventWriter writer = writer(Delivery.EXACTLY_ONCE);

    assertThat(write(writer, ride(null, 7))).isNull();
    assertThat(write(writer, ride("oslo", 7))).isNotNull();
    assertThat(counters.count("refusedRows")).isEqualTo(1);
  }

  private EventWriter writer(Delivery delivery) {
    EventWriter writer =
        new EventWriter(RIDES, TYPE, StreamAccess.none("test").registry(), "test", delivery);
    writer.open(counters, new InMemorySchemaRegistry(), 4);

    return writer;
  }

  private static ProducerRecord<byte[], byte[]> write(EventWriter writer, GenericRowData row) {
    return writer.serialize(row, null, null);
  }

  private static String id(ProducerRecord<byte[], byte[]> event) {
    return new String(event.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
  }

  private static GenericRowData ride(String city, long id) {
    GenericRowData row = new GenericRowData(TYPE.getFieldCount());
    row.setField(RIDES.schema().indexOf("city"), StringData.fromString(city));
    row.setField(RIDES.schema().indexOf("ride_id"), id);
    row.setField(RIDES.schema().indexOf("state"), StringData.fromString("ended"));
    row.setField(
        RIDES.schema().indexOf("event_time"), TimestampData.fromEpochMillis(1_772_359_200_000L));

    return row;
  }
}
