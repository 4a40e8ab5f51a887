package io.freshet.warehouse.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessOptionsTest {
  @TempDir private Path folder;

  @Test
  void anAnswerThatCanNotBeWrittenIsTheCallersFault() {
    String answer = folder.resolve("nowhere").resolve("answer.json").toString();

    int exitCode = run("--profile", folder.resolve("none.yaml").toString(), "--json", answer);

    assertThat(exitCode).isEqualTo(Fault.CALLER.exitCode());
  }

  @Test
  void theAnswerSaysWhyThereIsNone() throws Exception {
    Path answer = folder.resolve("answer.json");

    int exitCode =
        run("--profile", folder.resolve("none.yaml").toString(), "--json", answer.toString());

    assertThat(exitCode).isEqualTo(Fault.CALLER.exitCode());
    assertThat(Files.readString(answer)).contains("none.yaml: there is no such file");
  }

  private static int run(String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "sql";
    System.arraycopy(options, 0, arguments, 1, options.length);

    return SnowflakeApplication.run(arguments);
  }
}
