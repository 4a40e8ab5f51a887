package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.Commands;
import io.freshet.local.fetch.PythonEnvironments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our contracts are plain ODCS: somebody else's linter takes every one of them. */
class DatacontractIT {
  private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();
  private static final Path REQUIREMENTS = Path.of("src/test/python/datacontract/requirements.txt");
  private static final List<Path> FOLDERS =
      List.of(
          PROJECT.resolve("contracts"),
          PROJECT.resolve("core/contract/src/main/resources/io/freshet/core/contract/platform"));

  private static String datacontract;

  @BeforeAll
  static void install() {
    datacontract =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of("datacontract", REQUIREMENTS, ProgressListener.SILENT)
            .program("datacontract");
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
  void takesEveryShippedContract(Path contract) throws Exception {
    assertThat(lint(contract)).anyMatch(line -> line.contains("valid against ODCS v3.1.0"));
  }

  @Test
  void findsWhatIsWrong(@TempDir Path folder) throws IOException {
    Path broken =
        Files.writeString(
            folder.resolve("broken.yaml"),
            Files.readString(contracts().get(0))
                .replaceFirst("logicalType: string", "logicalType: strin"));

    assertThatThrownBy(() -> lint(broken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'strin'"); // the rest is wrapped
  }

  private static List<String> lint(Path contract) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    Commands.run(
        List.of(datacontract, "lint", contract.toString()), contract.getParent(), lines::add);

    return lines;
  }
}
