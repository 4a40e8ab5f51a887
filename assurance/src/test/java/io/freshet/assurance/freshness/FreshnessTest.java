package io.freshet.assurance.freshness;

import static io.freshet.assurance.freshness.Freshness.Verdict.FRESH;
import static io.freshet.assurance.freshness.Freshness.Verdict.LATE;
import static io.freshet.assurance.freshness.Freshness.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.ReceivedHistogram;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreshnessTest {
  private static final Duration BUDGET = Duration.ofSeconds(60);
  private static final Optional<Duration> HOUR = Optional.of(Duration.ofHours(1));
  private static final Optional<Duration> SECOND = Optional.of(Duration.ofSeconds(1));

  /** No bad record for an hour: by its own commit it would be late. */
  private final Freshness deadLetters = freshness(HOUR, HOUR);

  @Test
  void deadLettersAreFreshWhileTheStreamsAre() {
    Freshness judged = deadLetters.fedBy(List.of(freshness(SECOND, SECOND)));

    assertThat(judged.verdict()).isEqualTo(FRESH);
    assertThat(judged.staleness()).isEqualTo(SECOND);
    assertThat(judged.commitAge()).isEqualTo(HOUR);
  }

  @Test
  void deadLettersAreAsLateAsTheLatestStream() {
    Freshness judged =
        deadLetters.fedBy(List.of(freshness(SECOND, SECOND), freshness(HOUR, SECOND)));

    assertThat(judged.verdict()).isEqualTo(LATE);
    assertThat(judged.hops()).contains(new Freshness.Hop("log", HOUR.orElseThrow()));
  }

  @Test
  void nobodyKnowsOfDeadLettersOfAStreamThatNobodyKnowsOf() {
    Freshness judged =
        deadLetters.fedBy(
            List.of(freshness(SECOND, SECOND), freshness(Optional.empty(), Optional.empty())));

    assertThat(judged.verdict()).isEqualTo(UNKNOWN);
    assertThat(judged.staleness()).isEmpty();
  }

  @Test
  void lateIsCertainEvenWhereSomethingIsUnknown() {
    Freshness judged =
        deadLetters.fedBy(
            List.of(freshness(HOUR, HOUR), freshness(Optional.empty(), Optional.empty())));

    assertThat(judged.verdict()).isEqualTo(LATE);
  }

  @Test
  void saysNoWaitWhereNothingCameLately() {
    assertThat(Freshness.Queryable.of(new ReceivedHistogram())).isEmpty();
  }

  @Test
  void saysHowLongRecentRowsWaited() {
    ReceivedHistogram waited = new ReceivedHistogram();
    waited.add(10, 99);
    waited.add(1000, 1);

    assertThat(Freshness.Queryable.of(waited))
        .hasValueSatisfying(
            wait -> assertThat(wait.p99()).isEqualTo(wait.p50()).isEqualTo(Duration.ofMillis(10)));
  }

  private static Freshness freshness(Optional<Duration> staleness, Optional<Duration> commitAge) {
    return new Freshness(
        "raw.any",
        BUDGET,
        Optional.empty(),
        Optional.empty(),
        commitAge,
        staleness,
        Optional.empty(),
        commitAge.map(age -> List.of(new Freshness.Hop("commit", age))).orElse(List.of()),
        Freshness.Verdict.of(staleness, BUDGET));
  }
}
