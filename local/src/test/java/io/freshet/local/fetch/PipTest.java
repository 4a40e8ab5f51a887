package io.freshet.local.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PipTest {
  @Test
  void knowsTheIndexFromWhereverItIsConfigured() {
    assertThat(Pip.index(List.of("global.index-url='https://a.example/simple'")))
        .contains("https://a.example/simple");
    assertThat(Pip.index(List.of("install.index-url='https://b.example/simple'")))
        .contains("https://b.example/simple");
    assertThat(Pip.index(List.of(":env:.index-url='https://c.example/simple'")))
        .contains("https://c.example/simple");
  }

  @Test
  void takesTheOneThatPipWouldTake() {
    List<String> configuration =
        List.of(
            "global.index-url='https://a.example/simple'",
            ":env:.index-url='https://c.example/simple'",
            "install.index-url='https://b.example/simple'");

    assertThat(Pip.index(configuration)).contains("https://c.example/simple");
    assertThat(Pip.index(configuration.subList(2, 3))).contains("https://b.example/simple");
  }

  @Test
  void leavesTheUsualIndexToPip() {
    assertThat(Pip.index(List.of("global.extra-index-url='https://a.example/simple'"))).isEmpty();
  }
}
