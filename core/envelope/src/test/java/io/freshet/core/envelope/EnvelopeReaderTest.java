package io.freshet.core.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class EnvelopeReaderTest {
  private static final int RECORDS = 2000;

  private final Random random = new Random(8);
  private final EnvelopeReader reader = new EnvelopeReader("pings");

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(UTF_8));
  }

  /** One record's headers may lie in any order, and that of the record before says nothing. */
  @Test
  void readsHeadersInAnyOrderAmongOthersAndTheLastOfEachName() {
    for (int record = 0; record < RECORDS; record++) {
      Instant time = Instant.ofEpochSecond(1_795_000_000L + record * 7L);
      List<Header> headers = new ArrayList<>();
      headers.add(header("ce_specversion", "1.0"));
      headers.add(header("ce_source", "/phone/" + random.nextInt(3)));
      headers.add(header("ce_type", "pings"));
      headers.add(header("ce_time", time.toString()));
      for (int extension = random.nextInt(20); extension > 0; extension--) {
        headers.add(header("ce_x" + random.nextInt(9), "extension"));
      }
      String source = new String(headers.get(1).value(), UTF_8);
      if (random.nextBoolean()) {
        Collections.shuffle(headers, random);
      }
      if (random.nextBoolean()) {
        headers.add(random.nextInt(headers.size()), header("ce_id", "of an earlier header"));
      }
      headers.add(header("ce_id", "id-" + record));

      assertThat(reader.read(new RecordHeaders(headers))).isEmpty();
      assertThat(reader.envelope())
          .isEqualTo(
              new Envelope("id-" + record, source, "pings", Optional.of(time), Optional.empty()));
    }
  }
}
