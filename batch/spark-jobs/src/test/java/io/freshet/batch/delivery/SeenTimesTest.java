package io.freshet.batch.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenTimesTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void givesBackEachTimeAsOftenAsItWas(long seed) {
    Random random = new Random(seed);
    List<long[]> all =
        IntStream.range(0, 4).mapToObj(pack -> times(random, 1 + random.nextInt(500))).toList();
    long[] expected = all.stream().flatMapToLong(LongStream::of).sorted().toArray();

    List<byte[]> packs =
        all.stream().map(times -> SeenTimes.pack(times.clone(), times.length)).toList();

    assertThat(SeenTimes.times(packs)).containsExactly(expected);
  }

  @Test
  void packsATimeThatIsFarFromTheOneBefore() {
    long[] times = {Long.MAX_VALUE, 0, 0, Long.MIN_VALUE};

    assertThat(SeenTimes.times(List.of(SeenTimes.pack(times, times.length))))
        .containsExactly(Long.MIN_VALUE, 0, 0, Long.MAX_VALUE);
  }

  @Test
  void takesFourBytesForAPingOfEverySomeSeconds() {
    long[] times = IntStream.range(0, 10_000).mapToLong(i -> i * 8_640_000L).toArray();

    assertThat(SeenTimes.pack(times, times.length)).hasSizeLessThan(4 * times.length + 12);
  }

  /** Of which some are alike, as when a phone sends a ping again. */
  private static long[] times(Random random, int count) {
    return random.longs(count, 0, 50).map(time -> time * 1_000_003 * random.nextInt(9)).toArray();
  }
}
