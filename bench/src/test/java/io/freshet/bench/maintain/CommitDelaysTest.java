package io.freshet.bench.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CommitDelaysTest {
  private static final Instant BEGIN = Instant.parse("2026-11-29T12:00:00Z");
  private static final List<Spell> SPELLS =
      List.of(
          new Spell(Spell.Company.ALONE, at(0), at(10_000)),
          new Spell(Spell.Company.MAINTENANCE, at(10_000), at(20_000)));

  @Test
  void countsHowMuchLongerThanTheIntervalCommitsWereApart() {
    List<CommitDelays> delays =
        CommitDelays.of(
            times(1_000, 4_000, 7_100, 11_000, 13_900, 18_400), SPELLS, Duration.ofSeconds(3));

    assertThat(delays)
        .extracting(CommitDelays::company)
        .containsExactly("alone", "beside maintenance");
    assertThat(delays.get(0).commits()).isEqualTo(2);
    assertThat(delays.get(0).maxMillis()).isEqualTo(100);
    // The one that came early is not late; the step over the boundary belongs to nobody.
    assertThat(delays.get(1).commits()).isEqualTo(2);
    assertThat(delays.get(1).delay().p50()).isZero();
    assertThat(delays.get(1).maxMillis()).isEqualTo(1_500);
  }

  private static List<Instant> times(long... millis) {
    return LongStream.of(millis).mapToObj(CommitDelaysTest::at).toList();
  }

  private static Instant at(long millis) {
    return BEGIN.plusMillis(millis);
  }
}
