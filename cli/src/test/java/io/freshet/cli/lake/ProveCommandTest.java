package io.freshet.cli.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.prove.Depth;
import io.freshet.cli.CommandRun;
import io.freshet.cli.lake.ProofRequest.Engine;
import io.freshet.cli.lake.ProofRequest.From;
import io.freshet.cli.lake.ProofRequest.Subject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProveCommandTest {
  private static final int CALLERS_FAULT = 2;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--since --engine trino"
            + "|Trino reads whole tables, and no single files; give --since or --engine",
        "--engine kafka|Without --deep nothing but offsets is read of events; give both",
        "--since --engine kafka|Without --deep nothing but offsets is read of events; give both",
        "raw.dasher_ping|There is no contract dasher_ping; did you mean dasher_pings?"
      })
  void refusesBeforeItAsksAnybody(String words, String line) {
    CommandRun run = prove(words);

    assertThat(run.err().lines()).containsExactly(line);
    assertThat(run.exitCode()).isEqualTo(CALLERS_FAULT);
  }

  @Test
  void namesTheEnginesToWhomeverNamesAnother() {
    CommandRun run = prove("--deep --engine flink");

    assertThat(run.err()).contains("--engine", "ICEBERG, TRINO, KAFKA", "flink");
    assertThat(run.exitCode()).isEqualTo(CALLERS_FAULT);
  }

  /** It comes as far as to look for the installation, and there is none. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--deep --engine kafka",
        "--since --deep --engine kafka",
        "--since --deep",
        "--engine trino",
        "raw.dasher_pings dead_letters"
      })
  void takesWhatGoesTogether(String words) {
    assertThat(prove(words).err()).startsWith("There are no settings at ");
  }

  @Test
  void showsEventsOnlyWhereItReadsThem() {
    assertThat(subject(Depth.VALUES, Engine.KAFKA)).isEqualTo(Subject.EVENTS);
    assertThat(subject(Depth.VALUES, Engine.ICEBERG)).isEqualTo(Subject.VALUES);
    assertThat(subject(Depth.VALUES, Engine.TRINO)).isEqualTo(Subject.VALUES);
    assertThat(subject(Depth.IDENTITIES, Engine.ICEBERG)).isEqualTo(Subject.IDENTITIES);
  }

  private static Subject subject(Depth depth, Engine engine) {
    return new ProofRequest(depth, From.BEGINNING, engine).subject();
  }

  private CommandRun prove(String words) {
    return CommandRun.of("prove")
        .with(words.split(" "))
        .with("--profile", folder.resolve("nowhere.yaml").toString())
        .run();
  }
}
