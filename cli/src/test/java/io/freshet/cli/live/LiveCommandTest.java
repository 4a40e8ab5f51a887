package io.freshet.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.Freshet;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class LiveCommandTest {
  private static final int CALLERS_FAULT = 2;

  @ParameterizedTest
  @ValueSource(strings = {"17", "oslo/", "oslo/x", "os lo/17", "oslo/17/18"})
  void refusesWhatIsNoOrderBeforeItStartsAnything(String order) {
    StringWriter err = new StringWriter();
    CommandLine freshet = Freshet.commandLine();
    freshet.setErr(new PrintWriter(err, true));

    int exitCode = freshet.execute("live", "--order", order);

    assertThat(exitCode).isEqualTo(CALLERS_FAULT);
    assertThat(err.toString())
        .contains("--order is %s; it must be such as san_francisco/17".formatted(order));
  }
}
