package io.freshet.ingestion.writer.commit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.LogSource;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import org.junit.jupiter.api.Test;

class StreamEndTest {
  private static final LogSource TRIPS = new LogSource("cluster", "trips", "first-id");

  @Test
  void refusesATopicThatWasReplacedWhileTheJobRan() {
    assertThatThrownBy(() -> StreamEnd.refuseReplaced(TRIPS, "second-id"))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("Topic trips is another topic than the one that the job's state")
        .extracting(e -> ((FreshetException) e).fault())
        .isEqualTo(Fault.CALLER);
  }

  @Test
  void goesOnWithTheTopicThatItKnows() {
    assertThatCode(() -> StreamEnd.refuseReplaced(TRIPS, "first-id")).doesNotThrowAnyException();
  }
}
