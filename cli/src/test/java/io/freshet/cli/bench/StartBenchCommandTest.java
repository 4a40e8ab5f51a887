package io.freshet.cli.bench;

import static io.freshet.bench.start.StartKind.AGAIN;
import static io.freshet.bench.start.StartKind.COLD;
import static io.freshet.bench.start.StartKind.WARM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartBenchCommandTest {
  @Test
  void startsAgainInTheFirstCloneThatThereIs() {
    assertThat(StartBenchCommand.clones(List.of()))
        .containsExactly(List.of(WARM, AGAIN), List.of(COLD));
    assertThat(StartBenchCommand.clones(List.of(AGAIN, COLD)))
        .containsExactly(List.of(COLD, AGAIN));
    assertThat(StartBenchCommand.clones(List.of(WARM))).containsExactly(List.of(WARM));
  }

  @Test
  void refusesToStartAgainWhatHasNotBeenStarted() {
    assertThatThrownBy(() -> StartBenchCommand.clones(List.of(AGAIN)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "--only is again; it must be beside warm or cold: it is a second start in the clone of"
                + " the first");
  }
}
