package io.freshet.core.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contracts;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeMarkTest {
  private static final IntakeMark.Account ACCOUNT =
      new IntakeMark.Account("4kq0z", 29_000_000, "rider-app");
  private static final IntakeMark.Account NEXT =
      new IntakeMark.Account("4kq0z", 29_000_001, "rider-app");

  private static final Contracts CONTRACTS = Contracts.read(Path.of("..", "..", "contracts"));

  private final IntakeMark.Reader reader = new IntakeMark.Reader();

  @Test
  void isReadFromTheHeaderThatItMakes() {
    for (IntakeMark.Account account : new IntakeMark.Account[] {ACCOUNT, ACCOUNT, NEXT, ACCOUNT}) {
      for (long number : new long[] {0, 7, 1_234_567_890}) {
        assertThat(reader.read(new RecordHeaders().add(header(account, number))))
            .contains(new IntakeMark(account, number));
      }
    }
    assertThat(reader.read(new RecordHeaders())).isEmpty();
  }

  @Test
  void theLastOfSeveralHeadersCounts() {
    RecordHeaders headers = new RecordHeaders();
    headers.add(header(ACCOUNT, 1)).add(header(NEXT, 2));

    assertThat(reader.read(headers)).contains(new IntakeMark(NEXT, 2));
  }

  private static Header header(IntakeMark.Account account, long number) {
    return new IntakeMark.Writer(account).header(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "4kq0z",
        "4kq0z/1/app",
        "4kq0z/1/app/",
        "4kq0z/1/app/x",
        "4kq0z/x/app/1",
        "4kq0z/1//1",
        "A/1/app/1",
        "a/1/app/-1",
        "a/1/app/1234567890123456"
      })
  void isNothingElse(String text) {
    assertThat(
            reader.read(
                new RecordHeaders().add(new RecordHeader(IntakeMark.HEADER, text.getBytes(UTF_8)))))
        .isEmpty();
  }

  @Test
  void anAccountIsReadFromTheEventThatTellsIt() {
    IntakeAccount account = new IntakeAccount("rides", ACCOUNT, 12, 10);
    PayloadBuilder payloads = new PayloadBuilder(CONTRACTS.gatewayAccounts());
    account.columns().forEach(payloads::set);
    GenericRecord payload = payloads.build();

    assertThat(IntakeAccount.of(payload)).isEqualTo(account);
    assertThat(EventFields.instant(payload, "event_time"))
        .isEqualTo(Instant.parse("2025-02-19T21:20:00Z"));
  }
}
