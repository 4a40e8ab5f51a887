package io.freshet.assurance.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OffsetsTest {
  @Test
  void countsRepeats() {
    Offsets offsets = new Offsets();
    LongStream.of(3, 3, 3, 5).forEach(offsets::add);

    assertThat(offsets.distinctCount()).isEqualTo(2);
    assertThat(offsets.repeats()).isEqualTo(2);
  }

  @Test
  void joinsNeighboursIntoRanges() {
    Offsets offsets = new Offsets();
    LongStream.of(1, 2, 3, 7, 9, 10).forEach(offsets::add);

    assertThat(Offsets.ranges(offsets.without()))
        .isEqualTo(
            List.of(
                new Offsets.OffsetRange(1, 3),
                new Offsets.OffsetRange(7, 7),
                new Offsets.OffsetRange(9, 10)));
  }

  @Test
  void keepsARepeatBelowABound() {
    Offsets offsets = new Offsets();
    LongStream.of(1, 2, 2, 8, 8).forEach(offsets::add);

    assertThat(offsets.below(5).distinctCount()).isEqualTo(2);
    assertThat(offsets.below(5).repeats()).isEqualTo(1);
  }
}
