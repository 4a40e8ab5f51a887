package io.freshet.warehouse.snowflake.script;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Settings;
import io.freshet.warehouse.snowflake.SnowflakeSettings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The account that tests speak of, and what the project's contracts ask of it. */
public final class Account {
  public static final Map<String, String> SETTINGS =
      Map.of(
          "catalog.uri", "https://catalog.example.com",
          "snowflake.url", "https://myorg-myaccount.snowflakecomputing.com",
          "snowflake.user", "freshet",
          "catalog.warehouse", "s3://lake/warehouse",
          "snowflake.storage-role-arn", "arn:aws:iam::123456789012:role/lake");

  private static final Path PROJECT = Path.of("..", "..", "contracts");

  private Account() {}

  public static SnowflakeSettings settings(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(SETTINGS);
    all.putAll(more);

    return SnowflakeSettings.from(Settings.of(all));
  }

  public static Contracts projectContracts() {
    return Contracts.read(PROJECT);
  }

  /**
   * The same with one of them changed.
   *
   * @param folder to put them into
   */
  static Contracts projectContracts(Path folder, String changed, UnaryOperator<String> change)
      throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(PROJECT, "*.yaml")) {
      for (Path file : files) {
        String text = Files.readString(file);
        boolean isChanged = file.getFileName().toString().equals(changed + ".yaml");
        Files.writeString(
            folder.resolve(file.getFileName()), isChanged ? change.apply(text) : text);
      }
    }

    return Contracts.read(folder);
  }

  static List<Statement> statements(Contracts contracts, Map<String, String> more) {
    return AccountScript.of(contracts, settings(more)).statements();
  }

  /** With everything that settings can ask for. */
  static List<Statement> everything(Contracts contracts) {
    return statements(
        contracts,
        Map.of(
            "snowflake.warehouse", "LOAD",
            "snowflake.storage-external-id", "it's \\ secret",
            "snowflake.events-topic-arn", "arn:aws:sns:us-east-1:123456789012:landed",
            "snowflake.errors-topic-arn", "arn:aws:sns:us-east-1:123456789012:errors",
            "snowflake.errors-role-arn", "arn:aws:iam::123456789012:role/errors"));
  }

  static Statement named(List<Statement> statements, Kind kind, String name) {
    return statements.stream()
        .filter(statement -> statement.kind() == kind && statement.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("There is no %s %s".formatted(kind.label(), name)));
  }
}
