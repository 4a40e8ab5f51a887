package io.freshet.core.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {
  private final List<String> closed = new ArrayList<>();
  private final Closing closing = new Closing();

  @Test
  void closesTheNewestFirst() {
    closing.push("store", () -> closed.add("store"));
    closing.push("door", () -> closed.add("door"));

    closing.close();

    assertThat(closed).containsExactly("door", "store");
  }

  @Test
  void whatCantBeClosedKeepsNothingOpen() {
    closing.push("tracing", () -> closed.add("tracing"));
    closing.push(
        "store",
        () -> {
          throw new IllegalStateException("stuck");
        });
    closing.push("door", () -> closed.add("door"));

    closing.close();

    assertThat(closed).containsExactly("door", "tracing");
  }

  @Test
  void closesEachOnce() {
    closing.push("door", () -> closed.add("door"));

    closing.close();
    closing.close();

    assertThat(closed).containsExactly("door");
  }
}
