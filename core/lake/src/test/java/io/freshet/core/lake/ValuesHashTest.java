package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ValuesHashTest {
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(128);

  @Test
  void addsAndSubtractsAsNumbersOf128Bits() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 1_000; i++) {
      ValuesHash one = new ValuesHash(random.nextLong(), random.nextLong());
      ValuesHash other = new ValuesHash(random.nextLong(), random.nextLong());

      assertThat(number(one.plus(other))).isEqualTo(number(one).add(number(other)).mod(MODULUS));
      assertThat(one.plus(other).minus(other)).isEqualTo(one);
    }
  }

  @Test
  void isReadAsItIsPrinted() {
    ValuesHash hash = new ValuesHash(-2, 1);

    assertThat(hash).hasToString("fffffffffffffffe0000000000000001");
    assertThat(ValuesHash.parse(hash.toString())).isEqualTo(hash);
    assertThatThrownBy(() -> ValuesHash.parse("12")).hasMessage("12 is no hash of 32 digits");
  }

  private static BigInteger number(ValuesHash hash) {
    return new BigInteger(hash.toString(), 16);
  }
}
