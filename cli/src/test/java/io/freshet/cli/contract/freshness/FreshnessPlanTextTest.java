package io.freshet.cli.contract.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.freshness.FreshnessPlan;
import io.freshet.core.contract.freshness.RunningSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FreshnessPlanTextTest {
  private static final Contracts SHIPPED = Contracts.read(Path.of("..", "contracts"));

  @Test
  void saysThatATighterBudgetTakesNothingWhereTheProfileHasItCommitOftenerAlready() {
    RunningSettings often =
        new RunningSettings(Optional.of(Duration.ofSeconds(2)), Optional.empty(), Optional.empty());

    assertThat(explained(often))
        .contains("No more a day: it commits every 2.0 s already")
        .doesNotContain("More a day: -");
  }

  @Test
  void saysWhatATighterBudgetTakes() {
    assertThat(explained(RunningSettings.none()))
        .contains("  More a day: ")
        .doesNotContain("No more");
  }

  private static String explained(RunningSettings running) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    FreshnessPlan.all(SHIPPED, running, Map.of()).stream()
        .filter(plan -> plan.contract().name().equals("dasher_pings"))
        .forEach(new FreshnessPlanText(out)::explain);
    out.flush();

    return text.toString();
  }
}
