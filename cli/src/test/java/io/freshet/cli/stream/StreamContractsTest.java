package io.freshet.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.cli.Workspace;
import io.freshet.core.contract.ContractException;
import io.freshet.local.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that was run brings version 1.0.0 of a stream; the project may have another. */
class StreamContractsTest {
  private static final String SURGE = "market_surge";

  @TempDir private Path folder;
  private String brought;
  private Path project;
  private Workspace workspace;

  @BeforeEach
  void runAnApplication() throws IOException {
    project = Files.createDirectory(folder.resolve("contracts"));
    Files.copy(Path.of("../contracts/markets.yaml"), project.resolve("markets.yaml"));
    Files.writeString(folder.resolve("profile.yaml"), "contracts.path: %s%n".formatted(project));
    workspace = Workspace.of(new StateFolder(folder));
    brought =
        Files.readString(
            Path.of("../ingestion/sql-apps/applications/surge/contracts/market_surge.yaml"));
    Path application = folder.resolve("sql-apps").resolve("surge");
    write(Files.createDirectories(application.resolve("v1").resolve("contracts")), brought);
    Files.writeString(application.resolve("current"), "v1\n");
  }

  private static void write(Path contracts, String text) throws IOException {
    Files.writeString(contracts.resolve(SURGE + ".yaml"), text);
  }

  @Test
  void areThoseThatApplicationsBringAsWell() {
    assertThat(StreamContracts.require(workspace, SURGE).version()).isEqualTo("1.0.0");
    assertThat(StreamContracts.require(workspace, "markets").name()).isEqualTo("markets");
  }

  @Test
  void areTheProjectsWhereBothHaveOne() throws IOException {
    write(project, brought.replace("\nversion: 1.0.0", "\nversion: 2.0.0"));

    assertThat(StreamContracts.require(workspace, SURGE).version()).isEqualTo("2.0.0");
  }

  @Test
  void areNoneWhereTheProjectHasRetiredIt() throws IOException {
    write(project, brought.replace("status: active", "status: retired"));

    assertThatThrownBy(() -> StreamContracts.require(workspace, SURGE))
        .isInstanceOf(ContractException.class)
        .hasMessage("The contract market_surge is retired; its status in its file says so");
  }

  @Test
  void areNoneThatNeitherKnows() {
    assertThatThrownBy(() -> StreamContracts.require(workspace, "market"))
        .isInstanceOf(ContractException.class)
        .hasMessage("There is no contract market; did you mean markets?");
  }
}
