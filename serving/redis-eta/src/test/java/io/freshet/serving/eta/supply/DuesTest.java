package io.freshet.serving.eta.supply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DuesTest {
  @Test
  void giveEachOneWhoseTurnHasComeOnceAndInOrder() {
    Dues dues = new Dues();
    dues.add(20, 1);
    dues.add(10, 2);
    dues.add(30, 3);
    dues.add(20, 4);

    assertThat(dues.next(9)).isNull();
    assertThat(dues.next(20)).isEqualTo(2);
    assertThat(dues.next(20)).isEqualTo(1);
    assertThat(dues.next(20)).isEqualTo(4);
    assertThat(dues.next(29)).isNull();
    assertThat(dues.next(30)).isEqualTo(3);
    assertThat(dues.next(Long.MAX_VALUE)).isNull();
  }
}
