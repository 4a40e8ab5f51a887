package io.freshet.console.receipts;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a receipt's file says, without a look into it.
 *
 * @param file the name itself
 * @param kind the command that left it
 * @param subject the table or contract that it is about; empty where the name has none
 * @param at when it was left; empty where the name does not say so
 */
record ReceiptName(String file, String kind, String subject, Optional<Instant> at) {
  private static final Pattern TIMED = Pattern.compile("([a-z]+)-(?:(.+?)-)?(\\d{13})\\.json");

  /** Of nightlies and backfills, behind the table. */
  private static final Pattern DAYS = Pattern.compile("(-\\d{4}-\\d{2}-\\d{2})+$");

  /** What can be a file of the folder itself, and of no other. */
  private static final Pattern WITHIN = Pattern.compile("[!-~&&[^./\\\\]][ -~&&[^/\\\\]]*\\.json");

  /** Empty where no receipt is called that. */
  static Optional<ReceiptName> of(String file) {
    if (!WITHIN.matcher(file).matches()) {
      return Optional.empty();
    }
    Matcher timed = TIMED.matcher(file);

    return Optional.of(
        timed.matches()
            ? new ReceiptName(file, timed.group(1), subject(timed), Optional.of(time(timed)))
            : new ReceiptName(file, file.replaceFirst("[-.].*", ""), "", Optional.empty()));
  }

  private static String subject(Matcher timed) {
    return timed.group(2) == null ? "" : DAYS.matcher(timed.group(2)).replaceFirst("");
  }

  private static Instant time(Matcher timed) {
    return Instant.ofEpochMilli(Long.parseLong(timed.group(3)));
  }

  /** What it has in common with those of the same command about the same. */
  String about() {
    return kind + " " + subject;
  }
}
