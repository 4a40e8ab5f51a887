package io.freshet.ingestion.sqlapps.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventEncoder.Origin;
import io.freshet.core.envelope.EventIds;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.TestMark;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.testing.samples.LogPlace;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventReaderTest {
  private static final Contract RIDES =
      Contracts.read(Path.of("src", "test", "resources", "contracts")).require("rides");
  private static final int RIDE_ID = RIDES.schema().indexOf("ride_id");
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");
  private static final LogPlace PLACE = new LogPlace("rides", 3, 99, TIME.toEpochMilli());
  private static final byte[] NOISE = {1, 2, 3};

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final EventEncoder encoder =
      EventEncoder.of(
          RIDES, registry, new Origin("/test", EventIds.of("test"), InstantSource.fixed(TIME)));
  private final EventReader reader =
      new EventReader(
          RIDES, StreamAccess.none("test").registry(), TypeInformation.of(RowData.class));
  private final Counters counters = new Counters();
  private final List<RowData> rows = new ArrayList<>();

  @BeforeEach
  void open() {
    reader.open(counters, registry);
  }

  @Test
  void makesARowOfAnEvent() {
    ProducerRecord<byte[], byte[]> event = encoder.encode(ride());

    reader.deserialize(PLACE.holding(event), new ListCollector<>(rows));

    assertThat(rows)
        .singleElement()
        .satisfies(row -> assertThat(row.getLong(RIDE_ID)).isEqualTo(7));
    assertCounted(0, 0);
  }

  @Test
  void countsATestAndLeavesItOut() {
    reader.deserialize(PLACE.holding(test()), new ListCollector<>(rows));

    assertThat(rows).isEmpty();
    assertCounted(1, 0);
  }

  @Test
  void countsWhatIsRefusedAndLeavesItOut() {
    ProducerRecord<byte[], byte[]> event = encoder.encode(ride());

    reader.deserialize(
        PLACE.holding(event.key(), NOISE, event.headers()), new ListCollector<>(rows));

    assertThat(rows).isEmpty();
    assertCounted(0, 1);
  }

  @Test
  void countsATestThatWouldBeRefusedAsATest() {
    ProducerRecord<byte[], byte[]> test = test();

    reader.deserialize(PLACE.holding(test.key(), NOISE, test.headers()), new ListCollector<>(rows));

    assertThat(rows).isEmpty();
    assertCounted(1, 0);
  }

  private ProducerRecord<byte[], byte[]> test() {
    return encoder.encode(
        new Envelope("a", "/test", RIDES.name(), Optional.empty(), Optional.empty()),
        TestMark.extension(),
        ride());
  }

  private static GenericRecord ride() {
    return new PayloadBuilder(RIDES)
        .set("city", "oslo")
        .set("ride_id", 7L)
        .set("state", "ended")
        .set("event_time", TIME)
        .build();
  }

  private void assertCounted(long tests, long refused) {
    assertThat(counters.count("testEvents")).isEqualTo(tests);
    assertThat(counters.count("refusedEvents")).isEqualTo(refused);
  }
}
