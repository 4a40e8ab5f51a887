package io.freshet.cli.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.PayloadExcerpt;
import io.freshet.core.lake.LogSource;
import io.freshet.ingestion.deadletters.DeadLetter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static final Contract ORDERS =
      Contracts.read(Path.of("..", "contracts")).require("order_events");
  private static final PayloadExcerpt EXCERPT =
      new PayloadExcerpt(
          List.of(
              new PayloadExcerpt.Column("market", "oslo"),
              new PayloadExcerpt.Column("customer_id", "4711"),
              new PayloadExcerpt.Column("subtotal_minor", "1999"),
              new PayloadExcerpt.Column("of_another_version", "secret")),
          Optional.of("synthetic, at byte 31: the bytes end inside a number"));

  @Test
  void masksWhatTheContractKeepsBackAndWhatItDoesNotKnow() {
    assertThat(printed(Optional.of(ORDERS), Sample.Sight.MASKED))
        .contains(
            "market                 oslo",
            "customer_id            (masked)",
            "subtotal_minor         (masked)",
            "of_another_version     (masked)",
            "ends here: synthetic, at byte 31",
            "header    ce_type order_events",
            "header    ce_subject (masked)",
            "key       9 bytes (masked)",
            "payload   none",
            "today     it would be taken")
        .doesNotContain("4711", "1999", "secret");
  }

  @Test
  void masksEveryColumnWithoutAContract() {
    assertThat(printed(Optional.empty(), Sample.Sight.MASKED)).doesNotContain("oslo");
  }

  @Test
  void showsAllToWhomeverMaySeeIt() {
    assertThat(printed(Optional.of(ORDERS), Sample.Sight.RAW))
        .contains("customer_id            4711", "ce_subject ana", "key       oslo:4711")
        .doesNotContain("(masked)");
  }

  @Test
  void spellsOutBytesThatNoTerminalShouldGet() {
    Sample raw = sample(Optional.of(ORDERS), Sample.Sight.RAW);
    raw.letter().refused().headers().add("ce_bell", new byte[] {'a', 7});

    assertThat(printed(raw)).contains("header    ce_bell 0x6107");
  }

  @Test
  void saysThatItWasSentAgain() {
    Sample sample = sample(Optional.of(ORDERS), Sample.Sight.MASKED);
    Sample redriven =
        new Sample(
            sample.letter(),
            sample.contract(),
            true,
            Optional.of("invalid_value: of before"),
            sample.excerpt(),
            sample.sight());

    assertThat(printed(redriven)).contains("today     it was sent again");
  }

  @Test
  void saysTheSameAsJson() {
    assertThat(sample(Optional.of(ORDERS), Sample.Sight.MASKED).json().toString())
        .contains("\"name\":\"market\",\"value\":\"oslo\"")
        .contains("\"still_refused\":null")
        .doesNotContain("4711", "1999", "secret");
  }

  private static String printed(Optional<Contract> contract, Sample.Sight sight) {
    return printed(sample(contract, sight));
  }

  private static String printed(Sample sample) {
    StringWriter text = new StringWriter();
    sample.print(new PrintWriter(text, true));

    return text.toString();
  }

  private static Sample sample(Optional<Contract> contract, Sample.Sight sight) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("ce_type", "order_events".getBytes(UTF_8));
    headers.add("ce_subject", "ana".getBytes(UTF_8));
    byte[] key = "oslo:4711".getBytes(UTF_8);

    return new Sample(
        new DeadLetter(
            "order_events",
            "undecodable",
            "in words",
            new LogSource("cluster", "order_events", "topic-1"),
            1,
            "1:0:9",
            new ConsumerRecord<>(
                "order_events",
                0,
                9,
                Instant.parse("2026-03-01T12:00:00Z").toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                key.length,
                -1,
                key,
                null,
                headers,
                Optional.empty())),
        contract,
        false,
        Optional.empty(),
        EXCERPT,
        sight);
  }
}
