package io.freshet.serving.live.menu;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MenuMemoryTest {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MENU_BYTES = 10_000;

  private final MenuMemory memory = new MenuMemory(MAX_BYTES);

  @Test
  void takesNoMoreThanItsBytes() {
    for (int i = 0; i < 1000; i++) {
      memory.keep(new MenuKey("oslo", i), held(1, MENU_BYTES));
    }

    assertThat(memory.bytes()).isBetween(MAX_BYTES / 2L, (long) MAX_BYTES);
    assertThat(memory.count()).isBetween(50L, 100L);
  }

  @Test
  void strangersPushNoMenuOut() {
    MenuKey known = new MenuKey("oslo", 1);
    memory.keep(known, held(1, MENU_BYTES));

    LongStream.range(2, 50_000)
        .forEach(i -> memory.keepUnknown(new MenuKey("oslo", i), Instant.EPOCH));

    assertThat(memory.menu(known)).isPresent();
    assertThat(
            LongStream.range(2, 50_000)
                .filter(i -> memory.unknownAt(new MenuKey("oslo", i)).isPresent())
                .count())
        .isLessThanOrEqualTo(10_000);
  }

  @Test
  void keepsTheHigherVersionAndTheLaterTime() {
    MenuKey key = new MenuKey("oslo", 1);
    memory.keep(key, held(2, 10));
    memory.keep(key, held(1, 10));
    assertThat(memory.menu(key).orElseThrow().menu().version()).isEqualTo(2);

    HeldMenu later = HeldMenu.asOf(Instant.EPOCH.plusSeconds(5), menu(2, 10));
    memory.keep(key, later);
    memory.keep(key, held(2, 10));

    assertThat(memory.menu(key).orElseThrow().asOf()).isEqualTo(later.asOf());
  }

  private static HeldMenu held(long version, int bytes) {
    return HeldMenu.asOf(Instant.EPOCH, menu(version, bytes));
  }

  private static Menu menu(long version, int bytes) {
    return new Menu(version, Instant.EPOCH, new byte[bytes]);
  }
}
