package io.freshet.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.servers.RunningPostgres;
import io.freshet.testing.servers.ServerProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageProcessIT {
  private static final int TERMINATED = 128 + 15;

  @TempDir private static Path folder;
  private static RunningPostgres postgres;

  @BeforeAll
  static void startPostgres() {
    postgres = RunningPostgres.start(folder);
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  @Test
  void servesUntilItIsAskedToEndAndKeepsSecretsToItself() {
    try (ServerProcess process =
        ServerProcess.start(LineageServer.class, "128m", folder, profile())) {
      assertThat(process.url()).startsWith("http://127.0.0.1:");
      assertThat(process.terminate()).isEqualTo(TERMINATED);
      assertThat(process.lines().get(process.lines().size() - 1)).endsWith("Lineage stopped");
      assertThat(process.log()).doesNotContain(RunningCollector.TOKEN, "a-postgres-password");
    }
  }

  @Test
  void saysInOneLineThatPostgresIsAway() throws IOException {
    Map<String, String> profile = profile();
    try (ServerSocket free = new ServerSocket(0)) {
      profile.put(
          "postgres.url", "jdbc:postgresql://127.0.0.1:%d/x".formatted(free.getLocalPort()));
    }
    profile.put("lineage.start-timeout", "1s");

    try (ServerProcess process =
        ServerProcess.start(LineageServer.class, "128m", folder, profile)) {
      assertThat(process.exitCode()).isEqualTo(75);
      assertThat(process.lines()).last().asString().startsWith("Postgres does not answer at ");
    }
  }

  /** One that may do nothing but what its own database is for. */
  @Test
  void comesAsAUserOfItsOwn() {
    postgres.ask("CREATE ROLE graph LOGIN NOCREATEDB PASSWORD 'its-own-password'");
    postgres.ask("CREATE DATABASE graph OWNER graph");
    Map<String, String> profile = profile();
    profile.put("lineage.database", "graph");
    profile.put("lineage.postgres-user", "graph");
    profile.put("lineage.postgres-password", "its-own-password");

    try (ServerProcess process =
        ServerProcess.start(LineageServer.class, "128m", folder, profile)) {
      assertThat(process.url()).isNotEmpty();
      assertThat(
              postgres.ask("select distinct usename from pg_stat_activity where datname='graph'"))
          .isEqualTo("graph");
      assertThat(process.log()).doesNotContain("its-own-password");
    }
  }

  @Test
  void saysInOneLineThatItsUserMayNotMakeADatabase() {
    postgres.ask("CREATE ROLE maker LOGIN NOCREATEDB PASSWORD 'its-own-password'");
    Map<String, String> profile = profile();
    profile.put("lineage.database", "nowhere");
    profile.put("lineage.postgres-user", "maker");
    profile.put("lineage.postgres-password", "its-own-password");

    try (ServerProcess process =
        ServerProcess.start(LineageServer.class, "128m", folder, profile)) {
      assertThat(process.exitCode()).isEqualTo(2);
      assertThat(process.lines())
          .last()
          .asString()
          .contains("nowhere as maker is not there or not for this user: ")
          .endsWith("let its user own the database");
    }
  }

  @Test
  void saysInOneLineWhatIsWrongWithASetting() {
    Map<String, String> profile = profile();
    profile.put("lineage.port", "70000");

    try (ServerProcess process =
        ServerProcess.start(LineageServer.class, "128m", folder, profile)) {
      assertThat(process.exitCode()).isEqualTo(2);
      assertThat(process.lines())
          .containsExactly("lineage.port is 70000; it must be between 0 and 65535");
    }
  }

  private static Map<String, String> profile() {
    Map<String, String> profile = new HashMap<>();
    profile.put("lineage.url", "http://127.0.0.1:1");
    profile.put("lineage.port", "0");
    profile.put("lineage.token", RunningCollector.TOKEN);
    profile.put(
        "postgres.url", "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(postgres.port()));
    profile.put("postgres.user", "postgres");
    profile.put("postgres.password", "a-postgres-password");

    return profile;
  }
}
