package io.freshet.cli.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.CommandRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppRunCommandTest {
  /** A second writer of one resource, whose version had no place for what the first one says. */
  @ParameterizedTest
  @CsvSource({"--kubernetes, surge.yaml", "--state, s3://lake/flink", "--image, r.example/a:1"})
  void saysWhatWritesResourcesOfKubernetesInItsPlace(String option, String value) {
    CommandRun run = CommandRun.of("app", "run", "surge.yaml", option, value).run();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("--kubernetes, --state and --image are no more", "./freshet deploy render");
  }
}
