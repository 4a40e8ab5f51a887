package io.freshet.bench.serve.push;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UnansweredTest {
  private final Unanswered unanswered = new Unanswered(2, Duration.ofMillis(10));

  @Test
  void takesAsManyAsWereAnsweredFor() {
    for (int i = 0; i < 5; i++) {
      unanswered.add();
      unanswered.answered(null);
    }

    assertThatCode(unanswered::awaitAll).doesNotThrowAnyException();
  }

  @Test
  void waitsForNoAnswerForEver() {
    unanswered.add();
    unanswered.add();

    assertThatThrownBy(unanswered::add)
        .isInstanceOf(FreshetException.class)
        .hasMessage("Redis has left messages unanswered for 10 ms");
  }

  @Test
  void tellsOfTheFirstThatWasRefused() {
    unanswered.add();
    unanswered.answered(new IOException("OOM command not allowed"));

    assertThatThrownBy(unanswered::awaitAll)
        .isInstanceOf(FreshetException.class)
        .hasMessage("Redis refused a message: OOM command not allowed");
  }
}
