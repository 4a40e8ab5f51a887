package io.freshet.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.CommandRun;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which contracts are applied, where a pod may still see those of before. */
class ApplyCommandTest {
  private static final Path CONTRACTS = Path.of("..", "contracts").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void appliesNoOthersThanThoseThatAreMeant() throws IOException {
    CommandRun run = apply("0af1");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(Fault.DEPENDENCY.exitCode());
    assertThat(run.err())
        .contains(
            "have the digest %s and not 0af1; if they are to follow, try again"
                .formatted(Contracts.read(CONTRACTS).digest()));
  }

  /** The profile names nobody to ask: it gets as far as that. */
  @Test
  void asksWhatThereIsOfThoseThatAreMeant() throws IOException {
    CommandRun run = apply(Contracts.read(CONTRACTS).digest());

    assertThat(run.exitCode()).as(run.err()).isEqualTo(Fault.CALLER.exitCode());
    assertThat(run.err()).contains("kafka.bootstrap is empty");
  }

  private CommandRun apply(String digest) throws IOException {
    Path profile =
        Files.writeString(
            folder.resolve("profile.yaml"), "contracts.path: %s\n".formatted(CONTRACTS));

    return CommandRun.of("contract", "apply", "--profile", profile.toString())
        .with("--digest", digest)
        .run();
  }
}
