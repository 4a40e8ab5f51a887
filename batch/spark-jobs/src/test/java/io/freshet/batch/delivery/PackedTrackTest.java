package io.freshet.batch.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedTrackTest {
  @Test
  void holdsNothingAtFirst() {
    assertThat(PackedTrack.pings(PackedTrack.empty())).isEmpty();
    assertThat(PackedTrack.pings(PackedTrack.join(PackedTrack.empty(), PackedTrack.empty())))
        .isEmpty();
  }

  @Test
  void holdsWhatFitsIntoItsTypesAndNoMoreThanSixDigits() {
    List<Ping> extremes =
        List.of(
            new Ping(Long.MAX_VALUE, Integer.MAX_VALUE, 0, 0, true, 90, -180),
            new Ping(Long.MIN_VALUE, Integer.MIN_VALUE, -1, Long.MAX_VALUE, false, -90, 180),
            new Ping(0, 0, Integer.MAX_VALUE, Long.MIN_VALUE, true, 37.774929, -122.419416));

    assertThat(PackedTrack.pings(packed(extremes))).isEqualTo(extremes);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void holdsWhateverIsAddedInWhateverParts(long seed) {
    Random random = new Random(seed);
    byte[] track = PackedTrack.empty();
    List<Ping> expected = new ArrayList<>();
    for (int part = 0; part < 20; part++) {
      List<Ping> pings = pings(random, random.nextInt(50));
      expected.addAll(pings);
      if (random.nextBoolean()) {
        track = PackedTrack.join(track, packed(pings));
      } else {
        for (Ping ping : pings) {
          track = PackedTrack.add(track, ping);
        }
      }
    }

    assertThat(PackedTrack.pings(track)).isEqualTo(expected);
  }

  @Test
  void takesSomeTenBytesForAPing() {
    List<Ping> pings = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      pings.add(new Ping(i * 10_000_000L, 1, 3, i * 400L, false, 37.7 + i * 1e-5, -122.4));
    }

    assertThat(packed(pings).length).isLessThan(14 * pings.size());
  }

  private static byte[] packed(List<Ping> pings) {
    byte[] track = PackedTrack.empty();
    for (Ping ping : pings) {
      track = PackedTrack.add(track, ping);
    }

    return track;
  }

  private static List<Ping> pings(Random random, int count) {
    List<Ping> pings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pings.add(
          new Ping(
              random.nextLong(),
              random.nextInt(),
              random.nextInt(8),
              random.nextInt(1_000_000),
              random.nextBoolean(),
              random.nextInt(180_000_001) / 1e6 - 90,
              random.nextInt(360_000_001) / 1e6 - 180));
    }

    return pings.stream().map(PackedTrackTest::rounded).toList();
  }

  /** As a decimal of six digits is read. */
  private static Ping rounded(Ping ping) {
    return new Ping(
        ping.time(),
        ping.source(),
        ping.partition(),
        ping.offset(),
        ping.carries(),
        Math.round(ping.latitude() * 1e6) / 1e6,
        Math.round(ping.longitude() * 1e6) / 1e6);
  }
}
