package io.freshet.console.delivery.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.delivery.order.OrderStory.Step;
import io.freshet.console.delivery.order.OrderStory.Told;
import io.freshet.warehouse.trino.query.TrinoClient.Answer;
import java.time.Instant;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderReaderTest {
  private static final Answer NONE = answer(List.of(), true);

  private static Answer answer(List<List<Object>> rows, boolean isWhole) {
    return new Answer(List.of(), rows, isWhole);
  }

  /** Versions as Trino is asked for them, the newest first. */
  private static List<List<Object>> steps(int... versions) {
    return IntStream.of(versions)
        .mapToObj(version -> List.<Object>of(version, "ready", 1.0, 2.0, "", false))
        .toList();
  }

  private static List<List<Object>> told(double... times) {
    return DoubleStream.of(times)
        .mapToObj(time -> List.<Object>of(time, 1, "wait", 90.0, 99.0, "on_time", "cell", ""))
        .toList();
  }

  @Test
  void tellsAsItHappened() {
    OrderStory story =
        OrderReader.story(answer(steps(3, 2, 1), true), answer(told(7, 5), true), NONE);

    assertThat(story.steps()).extracting(Step::version).containsExactly(1, 2, 3);
    assertThat(story.told())
        .extracting(Told::at)
        .containsExactly(Instant.ofEpochSecond(5), Instant.ofEpochSecond(7));
    assertThat(story.isWhole()).isTrue();
  }

  @Test
  void keepsTheNewestStepsOfMoreThanAreRead() {
    OrderStory story = OrderReader.story(answer(steps(9, 8), false), NONE, NONE);

    assertThat(story.steps()).extracting(Step::version).containsExactly(8, 9);
    assertThat(story.isWhole()).isFalse();
  }

  @Test
  void keepsWhatWasToldFirstBeforeTheNewestOnce() {
    Answer newest = answer(told(7, 5), false);

    assertThat(OrderReader.story(NONE, newest, answer(told(1), true)).told())
        .extracting(Told::at)
        .containsExactly(
            Instant.ofEpochSecond(1), Instant.ofEpochSecond(5), Instant.ofEpochSecond(7));
    assertThat(OrderReader.story(NONE, newest, answer(told(5), true)).told()).hasSize(2);
  }
}
