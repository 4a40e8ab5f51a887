package io.freshet.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BirthTest {
  @Test
  void isReadFromBehindANameThatHoldsAnything() {
    String stat = "17 (a) b (c) S 1 17 17 0 -1 4194560 98 0 0 0 0 0 0 0 20 0 1 0 31337 2539520 210";

    assertThat(Birth.of("6f1c\n", stat)).isEqualTo("6f1c/31337");
  }

  @Test
  void isUnknownOfAProcessThatIsNotThere() {
    assertThat(Birth.of(4_194_305)).isEmpty(); // above Linux's highest pid
    assertThat(Birth.of(ProcessHandle.current().pid())).isPresent();
  }
}
