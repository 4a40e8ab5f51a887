package io.freshet.serving.eta.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.dasher.DasherActivity;
import io.freshet.serving.eta.dasher.DasherUpdate;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RedisEntriesTest {
  private static final RedisEntries ENTRIES =
      new RedisEntries(Duration.ofHours(6), Duration.ofMinutes(30));

  @Test
  void printsDegreesWithSixDigitsBehindThePoint() {
    assertThat(latitude(37.779301)).isEqualTo("37.779301");
    assertThat(latitude(-0.000007)).isEqualTo("-0.000007");
    assertThat(latitude(-122.4)).isEqualTo("-122.400000");
    assertThat(latitude(0)).isEqualTo("0.000000");
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      double degrees = random.nextInt(360_000_000) / 1e6 - 180;

      assertThat(latitude(degrees)).isEqualTo(String.format(Locale.ROOT, "%.6f", degrees));
    }
  }

  private static String latitude(double degrees) {
    String document =
        ENTRIES
            .dasher(
                new DasherUpdate(
                    "m",
                    1,
                    0,
                    DasherActivity.UNSEEN,
                    new Fix(0, new Position(degrees, 0)),
                    List.of()))
            .document();
    String from = document.substring(document.indexOf("\"latitude\":") + 11);

    return from.substring(0, from.indexOf(','));
  }
}
