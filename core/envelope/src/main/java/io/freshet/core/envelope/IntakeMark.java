package io.freshet.core.envelope;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Says of an event on which account of an event gateway it stands and under which number, so that
 * what was accepted can be held against what the log has. A header of its own and no attribute of
 * the event: it tells how it travelled, and not what happened.
 *
 * @param number from 0, without gaps, in the order in which the gateway sent them
 */
public record IntakeMark(Account account, long number) {
  public static final String HEADER = "freshet_intake";

  private static final Pattern ACCOUNT =
      Pattern.compile("([0-9a-z]{1,32})/(\\d{1,12})/([^/]{1,200})");

  /** More digits than a minute has events. */
  private static final int MAX_DIGITS = 15;

  /**
   * Which account.
   *
   * @param run one life of a gateway's process; digits and lower-case letters
   * @param minute since 1970, in UTC
   * @param producer whose key the events came with
   */
  public record Account(String run, long minute, String producer) {
    static Optional<Account> parse(String text) {
      Matcher matcher = ACCOUNT.matcher(text);

      return matcher.matches()
          ? Optional.of(
              new Account(matcher.group(1), Long.parseLong(matcher.group(2)), matcher.group(3)))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return run + "/" + minute + "/" + producer;
    }
  }

  /** Writes the marks of one account's events. Thread-safe. */
  public static final class Writer {
    private final byte[] prefix;

    public Writer(Account account) {
      this.prefix = (account + "/").getBytes(StandardCharsets.UTF_8);
    }

    public Header header(long number) {
      byte[] digits = Long.toString(number).getBytes(StandardCharsets.ISO_8859_1);
      byte[] value = Arrays.copyOf(prefix, prefix.length + digits.length);
      System.arraycopy(digits, 0, value, prefix.length, digits.length);

      return new RecordHeader(HEADER, value);
    }
  }

  /** Reads marks, mostly of the same account as the one before. Not thread-safe. */
  public static final class Reader {
    private byte[] prefix = {};
    private Optional<Account> latest = Optional.empty();

    /** That of a record; empty when it has none, or one that no gateway writes. */
    public Optional<IntakeMark> read(Headers headers) {
      Header header = headers.lastHeader(HEADER);
      if (header == null || header.value() == null) {
        return Optional.empty();
      }
      byte[] value = header.value();
      int slash = lastSlash(value);
      long number = number(value, slash + 1);
      if (slash < 0 || number < 0) {
        return Optional.empty();
      }
      if (!isLatest(value, slash)) {
        latest = Account.parse(new String(value, 0, slash, StandardCharsets.UTF_8));
        prefix = Arrays.copyOf(value, slash);
      }

      return latest.map(account -> new IntakeMark(account, number));
    }

    private boolean isLatest(byte[] value, int slash) {
      return latest.isPresent() && Arrays.equals(value, 0, slash, prefix, 0, prefix.length);
    }

    private static int lastSlash(byte[] value) {
      for (int i = value.length - 1; i >= 0; i--) {
        if (value[i] == '/') {
          return i;
        }
      }

      return -1;
    }

    /** Negative when there is none. */
    private static long number(byte[] value, int from) {
      if (from >= value.length || value.length - from > MAX_DIGITS) {
        return -1;
      }
      long number = 0;
      for (int i = from; i < value.length; i++) {
        if (value[i] < '0' || value[i] > '9') {
          return -1;
        }
        number = 10 * number + value[i] - '0';
      }

      return number;
    }
  }
}
