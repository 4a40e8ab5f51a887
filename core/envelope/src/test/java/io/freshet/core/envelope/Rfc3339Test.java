package io.freshet.core.envelope;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
  private static final int CASES = 20_000;

  /** Away from the limits, so that no offset leads to a year of three or five digits. */
  private static final long ONE_DAY = 86_400_000_000L;

  private final Random random = new Random(3339);
  private final RecentMinute recentMinute = new RecentMinute();

  @Test
  void printsAsJavaTimeDoes() {
    for (int i = 0; i < CASES; i++) {
      long micros = randomMicros();

      assertThat(new String(Rfc3339.print(micros), US_ASCII)).isEqualTo(instant(micros).toString());
    }
  }

  @Test
  void readsWhatJavaTimePrintsWithAnyOffset() {
    for (int i = 0; i < CASES; i++) {
      long micros = randomMicros();
      ZoneOffset offset = ZoneOffset.ofTotalSeconds((random.nextInt(35 * 60) - 17 * 60) * 60);
      OffsetDateTime time = instant(micros).atOffset(offset);

      assertThat(parse(withSeconds(time))).isEqualTo(micros);
    }
  }

  @Test
  void cutsWhatIsFinerThanAMicrosecond() {
    assertThat(parse("1970-01-01T00:00:00.000001999Z")).isEqualTo(1);
  }

  @Test
  void readsLowerCaseLetters() {
    assertThat(parse("1970-01-01t00:00:01z")).isEqualTo(1_000_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-11-01",
        "2026-11-01T08:00:00",
        "2026-11-01T08:00Z",
        "2026-11-01T08:00:00.Z",
        "2026-11-01T24:00:00Z",
        "2026-11-01T08:60:00Z",
        "2026-12-31T23:59:60Z",
        "2026-02-29T08:00:00Z",
        "2026-13-01T08:00:00Z",
        "2026-00-01T08:00:00Z",
        "0000-01-01T08:00:00Z",
        "2026-11-01T08:00:00+2:00",
        "2026-11-01T08:00:00+02:00 ",
        "+2026-11-01T08:00:00Z",
        "1793520000000",
      })
  void callsOtherTextsUnreadable(String text) {
    assertThat(parse(text)).isEqualTo(Rfc3339.UNREADABLE);
  }

  @Test
  void readsTimesOfOneMinuteAndOfTheNext() {
    long micros = randomMicros();
    for (int i = 0; i < CASES; i++) {
      micros += random.nextLong(9_000_000);
      String zone = random.nextInt(9) == 0 ? "+01:00" : "Z";
      String text = instant(micros).toString().replaceFirst("Z$", zone);

      parse(text);
      assertThat(parse(text.substring(0, 17) + "61" + text.substring(19)))
          .isEqualTo(Rfc3339.UNREADABLE);
    }
  }

  private long randomMicros() {
    long micros = random.nextLong(Rfc3339.MIN_MICROS + ONE_DAY, Rfc3339.END_MICROS - ONE_DAY);

    return switch (random.nextInt(3)) {
      case 0 -> micros;
      case 1 -> Math.floorDiv(micros, 1000) * 1000;
      default -> Math.floorDiv(micros, 1_000_000) * 1_000_000;
    };
  }

  /** {@code OffsetDateTime} leaves out seconds that are zero, which RFC 3339 does not allow. */
  private static String withSeconds(OffsetDateTime time) {
    String text = time.toString();

    return text.charAt("yyyy-MM-ddTHH:mm".length()) == ':'
        ? text
        : text.substring(0, 16) + ":00" + text.substring(16);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** By one who remembers the minute before, and by one who does not. */
  private long parse(String text) {
    // Among other bytes, as in a record.
    byte[] bytes = ("9" + text + "0Z").getBytes(US_ASCII);
    long micros = Rfc3339.parse(bytes, 1, text.length());

    assertThat(recentMinute.parse(bytes, 1, text.length())).isEqualTo(micros);

    return micros;
  }
}
