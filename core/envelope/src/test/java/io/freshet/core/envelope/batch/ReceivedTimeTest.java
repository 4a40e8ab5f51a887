package io.freshet.core.envelope.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.samples.LogPlace;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceivedTimeTest {
  private static final long APPENDED = 1_790_000_000_000L;

  @ParameterizedTest
  @CsvSource({
    "1789999999999, 1789999999999",
    "0, 0",
    "1790000000001, 1790000000000",
    "-1, 1790000000000",
    "'', 1790000000000",
    "17e8, 1790000000000",
    "9999999999999999999, 1790000000000"
  })
  void isWhatAHeaderSaysUnlessThatCannotBe(String header, long received) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("ce_id", "1".getBytes(UTF_8));
    headers.add(ReceivedTime.HEADER, header.getBytes(UTF_8));
    headers.add("freshet-receiver", "5".getBytes(UTF_8));

    assertBoth(headers, received);
  }

  @Test
  void isTheLogsOwnWithoutAHeader() {
    assertBoth(new RecordHeaders(), APPENDED);
    assertBoth(new RecordHeaders().add(ReceivedTime.HEADER, null), APPENDED);
  }

  @Test
  void theLastOfSeveralHeadersCounts() {
    RecordHeaders headers = new RecordHeaders();
    headers.add(ReceivedTime.header(5));
    headers.add(ReceivedTime.header(6));

    assertBoth(headers, 6);
  }

  private static void assertBoth(Headers headers, long received) {
    ConsumerRecord<byte[], byte[]> kafkaRecord =
        new LogPlace("pings", 0, 0, APPENDED).holding(new byte[1], new byte[1], headers);

    assertThat(ReceivedTime.millis(kafkaRecord)).isEqualTo(received);
    assertThat(LogRecord.of(kafkaRecord).receivedMillis()).isEqualTo(received);
  }
}
