package io.freshet.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog();

  @Test
  void tellsSinceWhenTheOldestUnreadEventIsThere() {
    backlog.hasGrownTo(100, 1.0);
    backlog.hasGrownTo(250, 2.0);
    backlog.hasGrownTo(250, 3.0);
    backlog.hasGrownTo(400, 4.0);

    assertThat(backlog.age(99, 5.0)).isEqualTo(4.0);
    assertThat(backlog.age(100, 5.0)).isEqualTo(3.0);
    assertThat(backlog.age(250, 5.0)).isEqualTo(1.0);
  }

  @Test
  void tellsNothingOfOneWhoHasAll() {
    assertThat(backlog.age(0, 1.0)).isZero();

    backlog.hasGrownTo(100, 1.0);

    assertThat(backlog.age(100, 9.0)).isZero();
  }
}
