package io.freshet.core.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HealthTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger questions = new AtomicInteger();

  @Test
  void asksOnceASecondHoweverOftenItIsAsked() {
    Health health = new Health(() -> questions.incrementAndGet() > 1, now::get);

    assertThat(health.isUp()).isFalse();
    now.set(SECOND - 1);
    assertThat(health.isUp()).isFalse();
    assertThat(questions).hasValue(1);

    now.set(SECOND);
    assertThat(health.isUp()).isTrue();
    assertThat(questions).hasValue(2);
  }

  @Test
  void keepsNobodyWaitingWhileTheAnswerTakesItsTime() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Health health =
        new Health(
            () -> {
              questions.incrementAndGet();
              asked.countDown();
              return answer.join();
            },
            now::get);
    CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(health::isUp);
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(health.isUp()).isTrue();
    assertThat(questions).hasValue(1);

    answer.complete(false);
    assertThat(first.get(10, TimeUnit.SECONDS)).isFalse();
    assertThat(health.isUp()).isFalse();
  }
}
