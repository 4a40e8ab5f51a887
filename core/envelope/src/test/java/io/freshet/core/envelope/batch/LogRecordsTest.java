package io.freshet.core.envelope.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.MemoryRecordsBuilder;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches are read as Kafka itself reads them. */
class LogRecordsTest {
  private static final String TOPIC = "trips";
  private static final int PARTITION = 7;
  private static final long LOG_TIME = 1_790_000_000_123L;

  private final LogRecords records = new LogRecords();

  @ParameterizedTest
  @EnumSource
  void readsWhatKafkaReads(CompressionType compression) {
    for (int seed = 0; seed < 40; seed++) {
      for (TimestampType type : List.of(TimestampType.CREATE_TIME, TimestampType.LOG_APPEND_TIME)) {
        LogBatch batch = batch(compression, type, new Random(seed));

        assertThat(read(batch)).isEqualTo(expected(batch));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsARecordThatIsLargerThanAPiece(CompressionType compression) {
    byte[] large = new byte[1 << 20];
    new Random(1).nextBytes(large);
    LogBatch batch =
        batch(
            compression,
            TimestampType.CREATE_TIME,
            List.of(
                new SimpleRecord(1, null, new byte[] {1}),
                new SimpleRecord(2, null, large),
                new SimpleRecord(3, null, new byte[] {2})));

    assertThat(read(batch)).isEqualTo(expected(batch));
  }

  @Test
  void beginsInTheMiddleOfABatch() {
    LogBatch whole = batch(CompressionType.LZ4, TimestampType.CREATE_TIME, new Random(3));
    List<String> all = expected(whole);
    long from = whole.nextOffset() - 1;

    assertThat(read(new LogBatch(TOPIC, PARTITION, from, whole.bytes())))
        .containsExactly(all.get(all.size() - 1));
    assertThat(read(new LogBatch(TOPIC, PARTITION, whole.nextOffset(), whole.bytes()))).isEmpty();
  }

  @Test
  void goesOnWithAnotherBatchInTheMiddleOfOne() {
    LogBatch left = batch(CompressionType.ZSTD, TimestampType.CREATE_TIME, new Random(3));
    records.open(left);
    assertThat(records.next()).isTrue();
    LogBatch batch = batch(CompressionType.ZSTD, TimestampType.CREATE_TIME, new Random(4));

    assertThat(read(batch)).isEqualTo(expected(batch));
  }

  @Test
  void readsALogRecordThatWasMadeOfAConsumersOne() {
    LogBatch batch = batch(CompressionType.NONE, TimestampType.CREATE_TIME, new Random(5));
    records.open(batch);
    while (records.next()) {
      ConsumerRecord<byte[], byte[]> read = records.current().toConsumerRecord();

      assertThat(text(LogRecord.of(read).toConsumerRecord())).isEqualTo(text(read));
    }
  }

  /** The checksum has said by then that the bytes are those that were sent. */
  @Test
  void endsWithItsPlaceWhenTheBytesAreNoRecords() {
    int damaged = 0;
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      LogBatch batch = batch(CompressionType.NONE, TimestampType.CREATE_TIME, random);
      byte[] bytes = Utils.toArray(batch.bytes());
      int body = bytes.length - 61;
      bytes[61 + random.nextInt(body)] ^= (byte) (1 << random.nextInt(8));
      try {
        read(new LogBatch(TOPIC, PARTITION, 0, ByteBuffer.wrap(bytes)));
      } catch (FreshetException e) {
        damaged++;
        assertThat(e).hasMessageStartingWith("The batch at offset 1000 of trips-7 is damaged: ");
      }
    }
    assertThat(damaged).isGreaterThan(50);
  }

  @Test
  void refusesAFormatThatItDoesNotKnow() {
    byte[] bytes =
        Utils.toArray(
            batch(CompressionType.NONE, TimestampType.CREATE_TIME, new Random(1)).bytes());
    bytes[16] = 1;

    assertThatThrownBy(() -> read(new LogBatch(TOPIC, PARTITION, 0, ByteBuffer.wrap(bytes))))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("is in message format 1; only 2 can be read");
  }

  private List<String> read(LogBatch batch) {
    List<String> read = new ArrayList<>();
    records.open(batch);
    while (records.next()) {
      read.add(text(records.current().toConsumerRecord()));
    }

    return read;
  }

  /** As Kafka's own classes read the batch. */
  private static List<String> expected(LogBatch batch) {
    List<String> expected = new ArrayList<>();
    RecordBatch header =
        MemoryRecords.readableRecords(batch.bytes().duplicate()).batches().iterator().next();
    for (Record each : header) {
      expected.add(
          text(
              new ConsumerRecord<>(
                  TOPIC,
                  PARTITION,
                  each.offset(),
                  each.timestamp(),
                  header.timestampType(),
                  each.keySize(),
                  each.valueSize(),
                  each.hasKey() ? Utils.toArray(each.key()) : null,
                  each.hasValue() ? Utils.toArray(each.value()) : null,
                  new RecordHeaders(each.headers()),
                  Optional.empty())));
    }

    return expected;
  }

  private static String text(ConsumerRecord<byte[], byte[]> each) {
    StringBuilder text = new StringBuilder();
    text.append(each.topic()).append(each.partition()).append(' ').append(each.offset());
    text.append(' ').append(each.timestampType()).append(each.timestamp());
    text.append(' ').append(text(each.key())).append(' ').append(text(each.value()));
    for (Header header : each.headers()) {
      text.append(' ').append(header.key()).append('=').append(text(header.value()));
    }

    return text.toString();
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "null" : HexFormat.of().formatHex(bytes);
  }

  private static LogBatch batch(CompressionType compression, TimestampType type, Random random) {
    return batch(
        compression,
        type,
        Stream.generate(() -> randomRecord(random)).limit(1 + random.nextInt(300)).toList());
  }

  private static LogBatch batch(
      CompressionType compression, TimestampType type, List<SimpleRecord> contents) {
    MemoryRecordsBuilder builder =
        MemoryRecords.builder(
            ByteBuffer.allocate(1 << 16),
            RecordBatch.MAGIC_VALUE_V2,
            Compression.of(compression).build(),
            type,
            1000,
            LOG_TIME,
            RecordBatch.NO_PRODUCER_ID,
            RecordBatch.NO_PRODUCER_EPOCH,
            RecordBatch.NO_SEQUENCE,
            false,
            0);
    long offset = 1000;
    for (SimpleRecord each : contents) {
      builder.appendWithOffset(offset, each);
      offset += 1 + offset % 3; // compaction leaves gaps
    }
    // Behind others, as in the answer to a fetch.
    ByteBuffer built = builder.build().buffer();
    ByteBuffer answer = ByteBuffer.allocate(built.remaining() + 11);
    answer.position(11);
    answer.put(built).flip().position(11);

    return new LogBatch(TOPIC, PARTITION, 0, answer.slice());
  }

  private static SimpleRecord randomRecord(Random random) {
    Header[] headers = new Header[random.nextInt(12)];
    for (int i = 0; i < headers.length; i++) {
      headers[i] = new RecordHeader("h" + random.nextInt(1000) + "é", bytes(random, 40));
    }

    return new SimpleRecord(
        1_700_000_000_000L + random.nextInt(1_000_000) - 500_000,
        bytes(random, 20),
        bytes(random, 300),
        headers);
  }

  private static byte[] bytes(Random random, int limit) {
    if (random.nextInt(5) == 0) {
      return null;
    }
    byte[] bytes = new byte[random.nextInt(limit)];
    random.nextBytes(bytes);

    return bytes;
  }
}
