package io.freshet.core.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShortBytesTest {
  @Test
  void seesEachByteAndNoOther() {
    Random random = new Random(7);
    for (int length = 0; length < 40; length++) {
      byte[] wanted = new byte[length];
      random.nextBytes(wanted);
      int from = random.nextInt(9);
      byte[] bytes = new byte[from + length];
      random.nextBytes(bytes);
      System.arraycopy(wanted, 0, bytes, from, length);

      assertThat(ShortBytes.equal(bytes, from, wanted)).isTrue();
      for (int i = 0; i < length; i++) {
        byte[] other = Arrays.copyOf(bytes, bytes.length);
        other[from + i] ^= (byte) (1 << random.nextInt(8));
        assertThat(ShortBytes.equal(other, from, wanted)).isFalse();
      }
    }
  }
}
