package io.freshet.cli.dlq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.deadletters.DeadLetterFilter;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DeadLetterOptionsTest {
  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

  @Test
  void meansAllWithoutOptions() {
    assertThat(filter()).isEqualTo(DeadLetterFilter.ALL);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T10:00:00Z, 2026-03-01T10:00:00Z",
    "2026-03-01, 2026-03-01T00:00:00Z",
    "24h, 2026-03-01T12:00:00Z"
  })
  void takesTimesDaysAndHowLongAgo(String text, Instant meant) {
    assertThat(filter("--since", text).since()).contains(meant);
    assertThat(filter("--until", text).until()).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-13-01", "2026-03-01T10", "24", "-1h"})
  void refusesWhatIsNoTime(String text) {
    assertThatThrownBy(() -> filter("--since=" + text))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("--since is %s; it must be a time such as".formatted(text));
  }

  @Test
  void namesTheNearestCause() {
    assertThat(filter("--cause", "undecodable").cause()).contains("undecodable");
    assertThatThrownBy(() -> filter("--cause", "undecodeable"))
        .isInstanceOf(FreshetException.class)
        .hasMessage("Nothing is refused for undecodeable; did you mean undecodable?")
        .extracting(failure -> ((FreshetException) failure).fault())
        .isEqualTo(Fault.CALLER);
  }

  private static DeadLetterFilter filter(String... words) {
    DeadLetterOptions options = new DeadLetterOptions();
    new CommandLine(new Holder(options)).parseArgs(words);

    return options.filter(NOW);
  }

  @CommandLine.Command(name = "holder")
  private static final class Holder {
    @CommandLine.Mixin private final DeadLetterOptions options;

    Holder(DeadLetterOptions options) {
      this.options = options;
    }
  }
}
