package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ReceivedHistogramTest {
  @Test
  void isRightWithinAQuarterAtEveryPercentile() {
    ReceivedHistogram histogram = new ReceivedHistogram();
    new SplittableRandom(3).longs(100_000, 0, 40_000).forEach(wait -> histogram.add(wait, 1));

    assertThat(histogram.percentileMillis(0.5)).isCloseTo(20_000, Percentage.withPercentage(25));
    assertThat(histogram.percentileMillis(0.99)).isCloseTo(39_600, Percentage.withPercentage(25));
  }

  @Test
  void survivesItsEncoding() {
    ReceivedHistogram histogram = new ReceivedHistogram();
    histogram.add(5, 2);
    histogram.add(1_000_000, 40);

    ReceivedHistogram decoded = ReceivedHistogram.decode(histogram.encode());

    assertThat(decoded.count()).isEqualTo(42);
    assertThat(decoded.encode()).isEqualTo(histogram.encode());
  }

  @Test
  void hasNoPercentileWithoutEvents() {
    assertThat(ReceivedHistogram.decode("").percentileMillis(0.5)).isZero();
  }
}
