package io.freshet.ingestion.gateway.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.ingestion.gateway.ReadableRides;
import io.freshet.ingestion.gateway.admission.Sender;
import io.freshet.ingestion.gateway.restproxy.RestProxyException;
import io.freshet.ingestion.gateway.stream.FakeKafka;
import io.freshet.testing.samples.Rides;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsumerInstancesTest {
  private static final Sender READER = Sender.of(ReadableRides.ANALYST);
  private static final Duration IDLE = Duration.ofMillis(40);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicBoolean isClockBroken = new AtomicBoolean();
  private final FakeKafka kafka = FakeKafka.acknowledging(ReadableRides.contract());
  private final AtomicReference<ReadableStreams> streams =
      new AtomicReference<>(kafka.readable(new InMemorySchemaRegistry()));
  private final ConsumerInstances consumers =
      new ConsumerInstances(
          streams::get,
          (group, startAt) -> kafka.openConsumer(),
          new ConsumerInstances.Bounds(4, IDLE),
          this::time,
          new ReadingMetrics(new SimpleMeterRegistry()));

  @AfterEach
  void close() {
    consumers.close();
  }

  @Test
  void whatNobodyUsesIsClosed() {
    ReaderId id = open();

    nanos.addAndGet(2 * IDLE.toNanos());

    await().until(() -> kafka.consumers().get(0).closed());
    assertThatThrownBy(() -> consumers.with(id, ConsumerInstance::assignment))
        .isInstanceOf(RestProxyException.class)
        .hasMessageContaining("There is no consumer %s in group g".formatted(id.instance()));
  }

  @Test
  void aFailureDoesNotEndTheLookingForThem() {
    open();
    isClockBroken.set(true);
    await().untilFalse(isClockBroken);

    nanos.addAndGet(2 * IDLE.toNanos());

    await().until(() -> kafka.consumers().get(0).closed());
  }

  @Test
  void whatSomebodyWaitsForIsNotIdle() {
    ReaderId id = open();
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Boolean> first = consumers.with(id, consumer -> waited(end));

    nanos.addAndGet(2 * IDLE.toNanos());
    ReaderId later = open();
    nanos.addAndGet(2 * IDLE.toNanos());

    await().until(() -> kafka.consumers().get(1).closed());
    assertThat(kafka.consumers().get(0).closed()).isFalse();
    end.countDown();
    first.join();
    assertThat(later).isNotEqualTo(id);
  }

  @Test
  void fewWaitForTheSameConsumer() {
    ReaderId id = open();
    CountDownLatch end = new CountDownLatch(1);
    for (int i = 0; i < 4; i++) {
      CompletableFuture<Boolean> unused = consumers.with(id, consumer -> waited(end));
    }

    assertThatThrownBy(() -> consumers.with(id, ConsumerInstance::assignment))
        .isInstanceOf(RestProxyException.class)
        .hasMessage("4 requests wait for this consumer; it serves one after the other");
    end.countDown();
  }

  @Test
  void atTheEndReadsWaitNoLongerAndConsumersAreClosed() {
    ReaderId id = open();
    consumers.with(id, consumer -> subscribed(consumer)).join();
    CompletableFuture<byte[]> waiting =
        consumers.with(id, consumer -> consumer.read(LONG, 1000, consumers::isDraining));
    await().until(() -> !kafka.consumers().get(0).assignment().isEmpty());

    consumers.drain();

    assertThat(waiting.join()).asString(UTF_8).isEqualTo("[]");
    assertThatThrownBy(this::open)
        .isInstanceOf(RestProxyException.class)
        .hasMessage("The gateway is being stopped; ask another one");
    consumers.close();
    assertThat(kafka.consumers().get(0).closed()).isTrue();
  }

  private long time() {
    if (isClockBroken.compareAndSet(true, false)) {
      throw new IllegalStateException("a bug");
    }

    return nanos.get();
  }

  private static boolean subscribed(ConsumerInstance consumer) {
    consumer.subscribe(List.of(Rides.NAME));

    return true;
  }

  private ReaderId open() {
    return consumers.open(
        READER, "g", ReaderWish.of(JsonNodeFactory.instance.objectNode().put("format", "json")));
  }

  private static boolean waited(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }

    return true;
  }
}
