package io.freshet.bench.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConsoleBenchTest {
  @Test
  void readsFromTheHomePageHowManyTablesWereMeasured() {
    String home =
        """
        <a href="/"><b>10,016</b> <span class="mark all">all</span></a>
        <a href="/?standing=late"><b>100</b> <span class="mark late">late</span></a>
        <a href="/?standing=unmeasured"><b>2,000</b> <span class="mark unmeasured">not measured</span></a>
        """;

    assertThat(ConsoleBench.measured(home)).isEqualTo(8016);
  }

  @Test
  void knowsThatAllWereOnceNoneIsNamedAsUnmeasured() {
    String home = "<a href=\"/\"><b>116</b> <span class=\"mark all\">all</span></a>";

    assertThat(ConsoleBench.measured(home)).isEqualTo(116);
  }

  @Test
  void knowsOfNoneBeforeTheContractsAreRead() {
    assertThat(ConsoleBench.measured("<h1>No tables yet</h1>")).isZero();
  }
}
