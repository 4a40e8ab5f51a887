package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrongUseTest {
  private static final int CALLERS_FAULT = 2;

  @Test
  void saysInALineWhatADayLooksLike() {
    CommandRun run = CommandRun.of("run", "nightly", "--day", "yesterday").run();

    assertThat(run.exitCode()).isEqualTo(CALLERS_FAULT);
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            "Invalid value for option '--day': 'yesterday' is no day such as 2026-03-01\n"
                + "./freshet run nightly --help shows what there is\n");
  }

  @Test
  void namesAnArgumentThatNothingTakes() {
    CommandRun run = CommandRun.of("freshness", "dasher_pings").run();

    assertThat(run.exitCode()).isEqualTo(CALLERS_FAULT);
    assertThat(run.err()).startsWith("freshet freshness takes no argument 'dasher_pings'");
  }

  @Test
  void suggestsTheOptionThatIsMeant() {
    CommandRun run = CommandRun.of("freshness", "--jsn").run();

    assertThat(run.exitCode()).isEqualTo(CALLERS_FAULT);
    assertThat(run.err()).contains("--jsn", "--json").hasLineCount(2);
  }

  @Test
  void showsAllCommandsToWhoNamesNone() {
    CommandRun run = CommandRun.of("contract").run();

    assertThat(run.exitCode()).isEqualTo(CALLERS_FAULT);
    assertThat(run.err()).contains("Which command? One of these:", "lint", "apply", "diff");
  }
}
