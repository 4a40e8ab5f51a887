package io.freshet.core.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  @Test
  void readsWhatItWrites() {
    String text = "00-%s-%s-01".formatted(TRACE, SPAN);

    TraceContext context = TraceContext.parse(text).orElseThrow();

    assertThat(context).isEqualTo(new TraceContext(TRACE, SPAN, true));
    assertThat(context.text()).isEqualTo(text);
  }

  @Test
  void knowsOfFlagsWhetherItIsSampled() {
    assertThat(TraceContext.parse("00-%s-%s-02".formatted(TRACE, SPAN)))
        .contains(new TraceContext(TRACE, SPAN, false));
    assertThat(TraceContext.parse("00-%s-%s-03".formatted(TRACE, SPAN)))
        .contains(new TraceContext(TRACE, SPAN, true));
  }

  @Test
  void readsOfLaterVersionsWhatItKnows() {
    assertThat(TraceContext.parse("01-%s-%s-01-more".formatted(TRACE, SPAN)))
        .contains(new TraceContext(TRACE, SPAN, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-a-b-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736 00f067aa0ba902b7-01"
      })
  void takesNothingElse(String text) {
    assertThat(TraceContext.parse(text)).isEmpty();
  }

  @Test
  void takesNoHeaderForNone() {
    assertThat(TraceContext.parse(null)).isEmpty();
  }

  @Test
  void beginsTracesThatCanBePassedOn() {
    TraceContext begun = TraceContext.begin();

    assertThat(TraceContext.parse(begun.text())).contains(begun);
    assertThat(begun.isSampled()).isFalse();
  }
}
