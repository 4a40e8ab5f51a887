package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.Commands;
import io.freshet.local.fetch.PythonEnvironments;
import io.freshet.local.fetch.PythonEnvironments.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our contracts are plain ODCS: somebody else's linter takes every one of them. */
@Tag("patient")
class DatacontractIT {
  private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path PYTHON = Path.of("src/test/python/datacontract").toAbsolutePath();
  private static final Path REQUIREMENTS = PYTHON.resolve("requirements.txt");
  private static final Path LINT = PYTHON.resolve("lint.py");
  private static final List<Path> FOLDERS =
      List.of(
          PROJECT.resolve("contracts"),
          PROJECT.resolve("core/contract/src/main/resources/io/freshet/core/contract/platform"));

  private static PythonEnvironment environment;
  private static JsonNode answers;

  @BeforeAll
  static void lintAll(@TempDir Path folder) throws Exception {
    environment =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of("datacontract", REQUIREMENTS, ProgressListener.SILENT);
    Path result = folder.resolve("answers.json");
    List<String> command =
        new ArrayList<>(List.of(environment.python(), LINT.toString(), result.toString()));
    contracts().forEach(contract -> command.add(contract.toString()));
    Commands.run(command, folder, line -> {});
    answers = new ObjectMapper().readTree(result.toFile());
  }

  static List<Path> contracts() throws IOException {
    List<Path> contracts = new ArrayList<>();
    for (Path folder : FOLDERS) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(contracts::add);
      }
    }

    return contracts;
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void takesEveryShippedContract(Path contract) {
    JsonNode answer = answers.path(contract.getFileName().toString());

    assertThat(answer.path("exit_code").asInt(-1)).as(answer.toString()).isZero();
    assertThat(answer.path("lines"))
        .anyMatch(line -> line.asText().contains("valid against ODCS v3.1.0"));
  }

  @Test
  void findsWhatIsWrong(@TempDir Path folder) throws IOException {
    Path broken =
        Files.writeString(
            folder.resolve("broken.yaml"),
            Files.readString(contracts().get(0))
                .replaceFirst("logicalType: string", "logicalType: strin"));
    List<String> lint = List.of(environment.program("datacontract"), "lint", broken.toString());

    assertThatThrownBy(() -> Commands.run(lint, folder, line -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'strin'"); // the rest is wrapped
  }
}
