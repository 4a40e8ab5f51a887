package io.freshet.assurance.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.assurance.prove.MemoryLog;
import io.freshet.core.lake.LogSource;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AskedLogTest {
  private static final LogSource RIDES = new LogSource("cluster", "rides", "id");

  private final AtomicBoolean isAsked = new AtomicBoolean();
  private final MemoryLog memory = new MemoryLog(RIDES);
  private final Log log = new AskedLog(memory, isAsked);

  @Test
  void isAskedWhileARecordIsBrought() {
    memory.send(0, 1);
    Log.Topic topic = log.topic("rides").orElseThrow();
    AtomicBoolean meanwhile = new AtomicBoolean();

    log.read(topic, Map.of(), read -> meanwhile.set(isAsked.get()));

    assertThat(meanwhile).isTrue();
    assertThat(isAsked).isFalse();
  }

  @Test
  void aQuestionThatFailedIsTheLastOneAsked() {
    Log.Topic topic = new Log.Topic(RIDES, Map.of(0, 0L), Map.of(0, 1L));

    assertThatThrownBy(
            () ->
                new AskedLog(memory, isAsked)
                    .read(
                        topic,
                        Map.of(),
                        read -> {
                          throw new FreshetException(Fault.DEPENDENCY, "away");
                        }))
        .isInstanceOf(FreshetException.class)
        .hasMessage("away");
    assertThat(isAsked).isTrue();
  }
}
