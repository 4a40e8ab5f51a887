package io.freshet.cli.dlq;

import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.NearestName;
import io.freshet.ingestion.deadletters.DeadLetterFilter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which dead letters are meant, of one contract or of all. */
final class DeadLetterOptions {
  @Option(
      names = "--cause",
      paramLabel = "CAUSE",
      description = "Only those refused for it, such as invalid_value")
  private String cause;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only those received at 2026-03-01T10:00:00Z, 2026-03-01, or 24h ago, or later")
  private String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Only those received before")
  private String until;

  /**
   * @throws FreshetException when an option makes no sense
   */
  DeadLetterFilter filter(Instant now) {
    if (cause != null) {
      requireCause();
    }

    return new DeadLetterFilter(
        Optional.empty(),
        Optional.ofNullable(cause),
        Optional.ofNullable(since).map(text -> moment("--since", text, now)),
        Optional.ofNullable(until).map(text -> moment("--until", text, now)));
  }

  private void requireCause() {
    List<String> causes = Arrays.stream(RefusalCause.values()).map(RefusalCause::code).toList();
    if (!causes.contains(cause)) {
      throw new FreshetException(
          Fault.CALLER,
          "Nothing is refused for %s%s".formatted(cause, NearestName.hint(cause, causes)));
    }
  }

  private static Instant moment(String option, String text, Instant now) {
    try {
      return text.contains("T") ? Instant.parse(text) : dayOrAgo(text, now);
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw new FreshetException(
          Fault.CALLER,
          "%s is %s; it must be a time such as 2026-03-01T10:00:00Z, a day such as 2026-03-01, or"
                  .formatted(option, text)
              + " how long ago, such as 24h",
          e);
    }
  }

  private static Instant dayOrAgo(String text, Instant now) {
    return text.contains("-")
        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
        : now.minus(Durations.parse(text));
  }
}
