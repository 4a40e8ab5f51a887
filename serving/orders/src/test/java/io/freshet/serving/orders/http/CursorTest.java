package io.freshet.serving.orders.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
  @Test
  void isReadAsItWasWritten() {
    String cursor = Cursor.of(123_456_789_012L);

    assertThat(Cursor.read(cursor)).contains(123_456_789_012L);
    assertThat(cursor).matches("[A-Za-z0-9_-]+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "17", "!!", "YWZ0ZXI6", "YWZ0ZXI6LTE"})
  void isNoneThatWasWrittenByOthers(String cursor) {
    assertThat(Cursor.read(cursor)).isEmpty();
  }
}
