package io.freshet.core.envelope;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * The envelope's time as bytes, both ways, in microseconds. Written by hand because every event
 * passes here twice; what {@code java.time} prints and reads is the reference in the test.
 */
public final class Rfc3339 {
  /** What {@link #parse} answers for a text that is no time. */
  public static final long UNREADABLE = Long.MIN_VALUE;

  /** The first microsecond of year 1 and of year 10000: what four digits can write. */
  static final long MIN_MICROS = LocalDate.of(1, 1, 1).toEpochDay() * 86_400_000_000L;

  static final long END_MICROS = LocalDate.of(10_000, 1, 1).toEpochDay() * 86_400_000_000L;

  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final int SECONDS_PER_DAY = 86_400;

  /** How many letters tell year to minute. */
  static final int MINUTE_END = "yyyy-MM-ddTHH:mm".length();

  /** How many letters a time has at least, and its zone besides. */
  static final int SECONDS_END = "yyyy-MM-ddTHH:mm:ss".length();

  private Rfc3339() {}

  /** Prints UTC with three or six digits of a second, or none; the time must be in range. */
  static byte[] print(long micros) {
    if (micros < MIN_MICROS || micros >= END_MICROS) {
      throw new DateTimeException(micros + " µs is outside the years 1 to 9999");
    }
    long seconds = Math.floorDiv(micros, MICROS_PER_SECOND);
    int fraction = (int) Math.floorMod(micros, MICROS_PER_SECOND);
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY));
    int second = (int) Math.floorMod(seconds, (long) SECONDS_PER_DAY);
    int digits = fraction == 0 ? 0 : fraction % 1000 == 0 ? 3 : 6;
    byte[] text = new byte[SECONDS_END + (digits == 0 ? 1 : digits + 2)];
    put(text, 0, 4, day.getYear());
    text[4] = '-';
    put(text, 5, 2, day.getMonthValue());
    text[7] = '-';
    put(text, 8, 2, day.getDayOfMonth());
    text[10] = 'T';
    put(text, 11, 2, second / 3600);
    text[13] = ':';
    put(text, 14, 2, second / 60 % 60);
    text[16] = ':';
    put(text, 17, 2, second % 60);
    if (digits > 0) {
      text[SECONDS_END] = '.';
      put(text, SECONDS_END + 1, digits, digits == 3 ? fraction / 1000 : fraction);
    }
    text[text.length - 1] = 'Z';

    return text;
  }

  /**
   * Reads any RFC 3339 time; digits beyond the microsecond are cut. Leap seconds ({@code :60}) are
   * unreadable, as they have no place on the time line that tables use.
   */
  public static long parse(byte[] text, int start, int length) {
    if (length <= SECONDS_END) {
      return UNREADABLE;
    }
    long minute = minute(text, start);

    return minute == UNREADABLE ? UNREADABLE : within(minute, text, start, length);
  }

  /** Seconds of local time at the minute that the first {@value #MINUTE_END} letters are. */
  static long minute(byte[] text, int start) {
    if (!hasSeparators(text, start)) {
      return UNREADABLE;
    }
    int year = number(text, start, 4);
    int month = number(text, start + 5, 2);
    int day = number(text, start + 8, 2);
    int second = clock(number(text, start + 11, 2), number(text, start + 14, 2), 0);
    if (year < 1 || month < 1 || month > 12 || day < 1 || second < 0) {
      return UNREADABLE;
    }
    LocalDate first = LocalDate.of(year, month, 1);
    if (day > first.lengthOfMonth()) {
      return UNREADABLE;
    }

    return (first.toEpochDay() + day - 1) * SECONDS_PER_DAY + second;
  }

  /**
   * The time that the text is, whose minute has been read.
   *
   * @param length more than the letters of a time without zone
   */
  static long within(long minute, byte[] text, int start, int length) {
    int second = number(text, start + MINUTE_END + 1, 2);
    if (text[start + MINUTE_END] != ':' || second < 0 || second >= 60) {
      return UNREADABLE;
    }

    return zoned(text, start + SECONDS_END, start + length, minute + second);
  }

  /** The part after the seconds: a fraction if there is one, then {@code Z} or an offset. */
  private static long zoned(byte[] text, int from, int end, long localSeconds) {
    int at = from;
    int micros = 0;
    if (text[at] == '.') {
      int weight = 100_000;
      int start = ++at;
      while (at < end && isDigit(text[at])) {
        micros += (text[at] - '0') * weight;
        weight /= 10;
        at++;
      }
      if (at == start) {
        return UNREADABLE;
      }
    }
    int offset = offsetSeconds(text, at, end);

    return offset == Integer.MIN_VALUE
        ? UNREADABLE
        : (localSeconds - offset) * MICROS_PER_SECOND + micros;
  }

  private static int offsetSeconds(byte[] text, int at, int end) {
    int length = end - at;
    if (length == 1 && (text[at] == 'Z' || text[at] == 'z')) {
      return 0;
    }
    if (length != 6 || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':') {
      return Integer.MIN_VALUE;
    }
    int seconds = clock(number(text, at + 1, 2), number(text, at + 4, 2), 0);
    if (seconds < 0) {
      return Integer.MIN_VALUE;
    }

    return text[at] == '-' ? -seconds : seconds;
  }

  private static boolean hasSeparators(byte[] text, int start) {
    byte middle = text[start + 10];

    return text[start + 4] == '-'
        && text[start + 7] == '-'
        && (middle == 'T' || middle == 't' || middle == ' ')
        && text[start + 13] == ':';
  }

  /** Seconds of the day, or -1 when one part is out of range. */
  private static int clock(int hour, int minute, int second) {
    boolean valid =
        hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;

    return valid ? hour * 3600 + minute * 60 + second : -1;
  }

  /** The number in some digits, or -1 when one of them is none. */
  private static int number(byte[] text, int from, int digits) {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      if (!isDigit(text[i])) {
        return -1;
      }
      number = number * 10 + text[i] - '0';
    }

    return number;
  }

  private static boolean isDigit(byte letter) {
    return letter >= '0' && letter <= '9';
  }

  private static void put(byte[] text, int from, int digits, int number) {
    int rest = number;
    for (int i = from + digits - 1; i >= from; i--) {
      text[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
