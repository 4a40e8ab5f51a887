package io.freshet.cli.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForgetCommandTest {
  private static final int CALLERS_FAULT = 2;
  private static final String KINDS = "Contracts know of --customer ID and --dasher ID";

  @Test
  void asksWhomToForget() {
    CommandRun run = CommandRun.of("forget").run();

    assertThat(run.exitCode()).isEqualTo(CALLERS_FAULT);
    assertThat(run.err()).startsWith("Whom? " + KINDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--order 7", "--dasher", "7", "--dasher 7 8", "--dasher 7 --rn"})
  void namesThePersonsThatThereAre(String arguments) {
    CommandRun run = CommandRun.of(("forget " + arguments).split(" ")).run();

    assertThat(run.exitCode()).isEqualTo(CALLERS_FAULT);
    assertThat(run.err()).startsWith("\"%s\" names nobody. %s".formatted(arguments, KINDS));
  }
}
