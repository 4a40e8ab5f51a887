package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.contract.Contract;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.nio.file.Path;

/** The redrive of a contract's dead letters, as a user calls it. */
final class RedriveCommand {
  private final EmbeddedPlatform platform;
  private final WriterPool pool;
  private final Path folder;

  /**
   * @param folder where what it prints goes
   */
  RedriveCommand(EmbeddedPlatform platform, WriterPool pool, Path folder) {
    this.platform = platform;
    this.pool = pool;
    this.folder = folder;
  }

  /**
   * The receipt of one that must end well.
   *
   * @param name of its output, which no other has
   */
  JsonNode receipt(Contract contract, String name) throws Exception {
    Path result = folder.resolve(name + ".json");
    FreshetCommand.Answer answer =
        new FreshetCommand(platform.platform().folder().root(), folder.resolve(name + ".txt"))
            .with("FRESHET_PROFILE", platform.profile().toAbsolutePath().toString())
            .with("FRESHET_CONTRACTS_PATH", pool.contractsFolder().toString())
            .run("dlq", "redrive", "--contract", contract.name(), "--json", result.toString());
    assertThat(answer.exitCode()).as(answer.printed()).isZero();

    return new ObjectMapper().readTree(result.toFile()).path("receipt");
  }
}
