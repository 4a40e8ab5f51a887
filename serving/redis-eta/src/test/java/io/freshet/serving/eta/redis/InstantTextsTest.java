package io.freshet.serving.eta.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InstantTextsTest {
  private static final long NOW = 1_790_000_000_000L;
  private static final int MOMENTS = 20_000;

  private final InstantTexts texts = new InstantTexts();

  @Test
  void printsAsInstantsDo() {
    Random random = new Random(1);
    for (int i = 0; i < MOMENTS; i++) {
      long day = NOW + random.nextInt(86_400_000);
      long ever = random.nextLong() % 10_000_000_000_000L;
      long full = day / 1000 * 1000;

      assertThat(texts.of(day)).isEqualTo(Instant.ofEpochMilli(day).toString());
      assertThat(texts.of(ever)).isEqualTo(Instant.ofEpochMilli(ever).toString());
      assertThat(texts.of(full)).isEqualTo(Instant.ofEpochMilli(full).toString());
    }
  }
}
