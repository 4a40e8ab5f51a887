package io.freshet.cli.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.CommandRun;
import io.freshet.recovery.backup.Backups;
import io.freshet.recovery.backup.FolderStore;
import io.freshet.testing.servers.RunningPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of an installation whose settings lead to nothing. */
class AbsentPartsIT {
  @TempDir static Path folder;

  private static RunningPostgres postgres;

  @BeforeAll
  static void start() {
    postgres = RunningPostgres.start(folder);
    postgres.ask("CREATE DATABASE orders");
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void endWhereADatabaseIsNotThere() throws IOException {
    CommandRun run = backup("typo", "orders.database: order", "--only", "orders");

    assertThat(run.exitCode()).isNotZero();
    assertThat(run.err())
        .contains(
            "Cannot back up orders: there is no database order on the server of postgres.url, which"
                + " orders.database may name; correct the settings, or name the parts that there"
                + " are with --only");
    assertThat(new Backups(new FolderStore(folder.resolve("typo/backups"))).list()).isEmpty();
  }

  @Test
  void endWhereReceiptsAreOnAnotherMachine() throws IOException {
    CommandRun run =
        backup("away", "receipts.path: " + folder.resolve("claim"), "--only", "orders,receipts");

    assertThat(run.exitCode()).isNotZero();
    assertThat(run.err())
        .contains("Cannot back up receipts: there is nothing at " + folder.resolve("claim"));
  }

  @Test
  void takeWhatIsNamedAndThere() throws IOException {
    CommandRun run =
        backup("named", "receipts.path: " + folder.resolve("claim"), "--only", "orders");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("0 rows of 0 tables");
  }

  private static CommandRun backup(String name, String setting, String... more) throws IOException {
    Path place = Files.createDirectory(folder.resolve(name));
    Path profile = place.resolve("profile.yaml");
    Files.writeString(
        profile,
        """
        postgres.url: jdbc:postgresql://127.0.0.1:%d/postgres
        postgres.user: postgres
        postgres.password: not-asked-for
        %s
        """
            .formatted(postgres.port(), setting));

    return CommandRun.of("backup", "--to", place.resolve("backups").toString())
        .with("--profile", profile.toString())
        .with(more)
        .run();
  }
}
