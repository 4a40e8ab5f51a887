package io.freshet.cli.contract.retire;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.CommandRun;
import io.freshet.cli.lineage.DrawnGraph;
import io.freshet.cli.lineage.FakeLineage;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Lifecycle.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetireCommandTest {
  private static final String TABLE = "table:clean.dasher_efficiency";

  @TempDir private Path folder;
  private final FakeLineage lineage = FakeLineage.start();
  private Path contracts;
  private Path profile;

  @BeforeEach
  void copyContracts() throws IOException {
    contracts = Files.createDirectory(folder.resolve("contracts"));
    try (Stream<Path> shipped = Files.list(Path.of("../contracts"))) {
      for (Path file : shipped.filter(path -> path.toString().endsWith(".yaml")).toList()) {
        Files.copy(file, contracts.resolve(file.getFileName()));
      }
    }
    profile =
        Files.writeString(
            folder.resolve("profile.yaml"),
            lineage.profile() + "contracts.path: %s%n".formatted(contracts));
  }

  @AfterEach
  void stop() {
    lineage.close();
  }

  @Test
  void namesReadersAndDeprecates() {
    lineage.knows("table=" + TABLE, DrawnGraph.around(TABLE).reads(TABLE, "dashboard").json());

    CommandRun run = retire("dasher_efficiency", "--on", "2030-03-01");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("Read by:", "    dashboard · reads it")
        .contains("dasher_efficiency: keep it up until 2030-03-01", "./freshet contract apply");
    assertThat(read("dasher_efficiency").lifecycle().endOfLife())
        .hasToString("Optional[2030-03-01]");
  }

  @Test
  void waitsWhileSomebodyReadsIt() {
    lineage.knows("table=" + TABLE, DrawnGraph.around(TABLE).reads(TABLE, "dashboard").json());
    retire("dasher_efficiency", "--on", "2020-01-01");

    CommandRun run = retire("dasher_efficiency");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("dasher_efficiency: 1 reader is left; --now retires it");
    assertThat(read("dasher_efficiency").lifecycle().status()).isEqualTo(Status.DEPRECATED);
  }

  @Test
  void retiresWhatIsDueAndReadByNobody() {
    retire("dasher_efficiency", "--on", "2020-01-01");

    CommandRun run = retire("dasher_efficiency");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Nobody has told of reading it", "keep it up no longer");
    assertThat(Contracts.read(contracts).retired("dasher_efficiency")).isPresent();
    assertThat(Contracts.read(contracts).all())
        .noneMatch(contract -> contract.name().equals("dasher_efficiency"));
  }

  @Test
  void waitsWhereNobodyCanSayWhoReadsTheStream() {
    retire("supply_cells", "--on", "2020-01-01");

    CommandRun run = retire("supply_cells");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("Which consumers read its stream is unknown: ", "kafka.bootstrap")
        .contains("nobody could be asked who still reads it");
  }

  @Test
  void changesNothingInADryRun() throws IOException {
    String before = Files.readString(contracts.resolve("dasher_efficiency.yaml"));

    CommandRun run = retire("dasher_efficiency", "--now", "--dry-run");

    assertThat(run.out()).contains("Nothing was changed");
    assertThat(contracts.resolve("dasher_efficiency.yaml")).hasContent(before);
  }

  @Test
  void refusesThePlatformsOwnAndDataOfAContractInUse() {
    assertThat(Contracts.PLATFORM)
        .contains("gateway_accounts")
        .allSatisfy(
            name ->
                assertThat(retire(name).err())
                    .contains(name + " is the platform's own contract and can't be retired"));
    assertThat(retire("dasher_efficiency", "--delete-data").err())
        .contains("dasher_efficiency is not retired; retire it first");
    assertThat(retire("dasher_eficiency").err()).contains("did you mean dasher_efficiency?");
  }

  private Contract read(String name) {
    return Contracts.read(contracts).require(name);
  }

  private CommandRun retire(String... words) {
    return CommandRun.of("contract", "retire")
        .with(words)
        .with("--profile", profile.toString())
        .run();
  }
}
