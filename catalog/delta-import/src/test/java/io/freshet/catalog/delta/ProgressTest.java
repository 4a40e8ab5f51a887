package io.freshet.catalog.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final long SECOND = 1_000_000_000;

  private final List<String> lines = new ArrayList<>();
  private final AtomicLong now = new AtomicLong();
  private final Progress progress = new Progress(lines::add, now::get);

  @Test
  void saysHowFarAndHowFastOnceASecond() {
    progress.begin("Rows verified", Progress.Unit.ROWS);
    progress.more(10_000);
    progress.done(1_000);
    now.set(2 * SECOND);
    progress.done(3_000);
    progress.done(1_000);

    assertThat(lines)
        .containsExactly("Rows verified: 4,000 rows of 10,000 rows, 2,000 rows a second");
  }

  @Test
  void countsEachStepByItself() {
    progress.begin("Footers read", Progress.Unit.FILES);
    progress.more(8);
    progress.done(8);
    now.set(SECOND);
    progress.begin("Files placed", Progress.Unit.BYTES);
    progress.more(5_000_000);
    now.set(2 * SECOND);
    progress.done(2_500_000);

    assertThat(lines).containsExactly("Files placed: 2.5 MB of 5.0 MB, 2.5 MB a second");
  }
}
