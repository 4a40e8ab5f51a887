package io.freshet.serving.eta.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.serving.eta.TinyMarket;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Flink's operators record beside predictions, and what {@code freshet dataset skew} makes of
 * the same events' rows without them, value by value.
 */
class FeatureSkewIT {
  private static final int SEED = 11;

  /** The second local day, in which 442,977 pings were recorded. */
  private static final Instant DAY = Instant.parse("2008-05-20T07:00:00Z");

  private static final long DAY_SECONDS = 86_400;

  @TempDir private Path folder;

  @Test
  void aMarketInTroubleDiffersOnlyByWhatCameLate() throws Exception {
    TinyMarket market = TinyMarket.withTrouble(6, SEED);

    JsonNode skew = new SkewRows(folder).compare(Arrivals.of(market.steps(), market.pings()));

    assertThat(skew.path("predictions").asInt()).isGreaterThan(500);
    assertThat(skew.path("unexplained").asInt()).as(skew.toPrettyString()).isZero();
    assertThat(skew.path("raced").asInt()).as(skew.toPrettyString()).isZero();
    // One ping in fifty is received after seven newer ones, and not believed then.
    assertThat(skew.path("late").asInt())
        .as(skew.toPrettyString())
        .isBetween(1, skew.path("values").asInt() / 50);
  }

  @Test
  void aMarketThatIsReadInTheOrderOfTimeDiffersInNothing() throws Exception {
    TinyMarket market = TinyMarket.withTrouble(6, SEED);
    Arrivals arrivals = Arrivals.of(market.steps(), Arrivals.inTime(market.pings()));

    JsonNode skew = new SkewRows(folder).compare(arrivals);

    assertThat(skew.path("values").asInt()).isGreaterThan(10_000);
    assertThat(skew.path("equal").asInt())
        .as(skew.toPrettyString())
        .isEqualTo(skew.path("values").asInt());
  }

  @Test
  @FullOnly
  void aRecordedDayDiffersInNothing() throws Exception {
    Optional<RecordedCabs> cabs = RecordedCabs.find();
    assumeTrue(
        cabs.isPresent(),
        "FRESHET_CABS names no folder with pings.parquet and trips.parquet: left out");
    long from = DAY.getEpochSecond();

    JsonNode skew = new SkewRows(folder).compare(CabsDay.of(cabs.get(), from, from + DAY_SECONDS));
    System.out.println(skew.toPrettyString());

    assertThat(skew.path("predictions").asInt()).isGreaterThan(100_000);
    assertThat(skew.path("equal").asInt())
        .as(skew.toPrettyString())
        .isEqualTo(skew.path("values").asInt());
  }
}
