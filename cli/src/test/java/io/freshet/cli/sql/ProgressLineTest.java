package io.freshet.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final StringWriter shown = new StringWriter();
  private final PrintWriter out = new PrintWriter(shown);

  @Test
  void isGoneWhenItIsClosed() {
    ProgressLine line = ProgressLine.on(out, () -> Optional.of("half"));
    await().atMost(Duration.ofMinutes(1)).until(() -> shown.toString().contains("half"));

    line.close();

    assertThat(shown.toString()).startsWith("\r\u001b[Khalf").endsWith("\r\u001b[K");
  }

  @Test
  void leavesNoTraceOfWhatIsOverSoon() {
    ProgressLine.on(out, () -> Optional.of("half")).close();

    assertThat(shown.toString()).isEmpty();
  }
}
