package io.freshet.ingestion.writer.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenedTest {
  private final List<String> closed = new ArrayList<>();
  private final Opened opened = new Opened();

  @Test
  void closesWhatWasOpenedWhenTheNextOpeningFails() {
    IllegalStateException cause = new IllegalStateException("no table");

    assertThatThrownBy(
            () ->
                opened.orClose(
                    () -> {
                      opened.add(closeable("catalog"));
                      opened.add(closeable("producer"));
                      throw cause;
                    }))
        .isSameAs(cause);
    assertThat(closed).containsExactly("producer", "catalog");
  }

  @Test
  void keepsWhatClosingMeetsBesideTheFirstFailure() {
    opened.add(failing("catalog"));

    assertThatThrownBy(
            () ->
                opened.orClose(
                    () -> {
                      throw new IllegalStateException("no table");
                    }))
        .hasMessage("no table")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }

  @Test
  void closesAllWhateverOneOfThemMeets() {
    opened.add(failing("catalog"));
    opened.add(closeable("log"));
    opened.add(failing("producer"));

    assertThatThrownBy(opened::close)
        .hasMessage("producer")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("catalog"));
    assertThat(closed).containsExactly("producer", "log", "catalog");
  }

  @Test
  void closesNothingTwice() throws Exception {
    opened.add(closeable("catalog"));

    opened.close();
    opened.close();

    assertThat(closed).containsExactly("catalog");
  }

  private AutoCloseable closeable(String name) {
    return () -> closed.add(name);
  }

  private AutoCloseable failing(String name) {
    return () -> {
      closed.add(name);
      throw new IOException(name);
    };
  }
}
