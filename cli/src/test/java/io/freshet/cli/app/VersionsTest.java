package io.freshet.cli.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.Workspace;
import io.freshet.core.contract.Contract;
import io.freshet.local.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionsTest {
  private static final Path SURGE =
      Path.of("../ingestion/sql-apps/applications/surge/contracts/market_surge.yaml");

  @TempDir private Path folder;

  @Test
  void knowsTheStreamsOfTheVersionThatWasRun() throws IOException {
    Workspace workspace = Workspace.of(new StateFolder(folder));
    Versions versions = Versions.of(workspace, "surge");
    Path contracts = Files.createDirectories(versions.folder().resolve("v1").resolve("contracts"));
    Files.copy(SURGE, contracts.resolve("market_surge.yaml"));

    assertThat(Versions.contract(workspace, "market_surge")).isEmpty();

    versions.run("v1");

    assertThat(Versions.contract(workspace, "market_surge"))
        .map(Contract::name)
        .contains("market_surge");
    assertThat(Versions.contract(workspace, "market_lull")).isEmpty();
  }

  @Test
  void looksPastApplicationsThatBringOtherStreams() throws IOException {
    Workspace workspace = Workspace.of(new StateFolder(folder));
    Versions broken = Versions.of(workspace, "anomalies");
    Path contracts = Files.createDirectories(broken.folder().resolve("v1").resolve("contracts"));
    Files.writeString(contracts.resolve("order_anomalies.yaml"), "no contract");
    broken.run("v1");

    assertThat(Versions.contract(workspace, "market_surge")).isEmpty();
  }

  @Test
  void knowsNoneWhereNothingWasRun() {
    assertThat(Versions.contract(Workspace.of(new StateFolder(folder)), "market_surge")).isEmpty();
  }
}
