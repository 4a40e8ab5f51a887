package io.freshet.warehouse.snowflake.script;

/**
 * What a statement makes, in the order in which things are made. Each kind knows where it could be
 * run so far, and what the role that runs it must be allowed to do.
 */
public enum Kind {
  DATABASE("database", Runs.EMULATOR_TOO, "CREATE DATABASE ON ACCOUNT"),
  SCHEMA("schema", Runs.EMULATOR_TOO, "CREATE SCHEMA ON DATABASE"),
  EXTERNAL_VOLUME("external volume", Runs.ACCOUNT_ONLY, "CREATE EXTERNAL VOLUME ON ACCOUNT"),
  CATALOG_INTEGRATION("catalog integration", Runs.ACCOUNT_ONLY, "CREATE INTEGRATION ON ACCOUNT"),
  STORAGE_INTEGRATION("storage integration", Runs.ACCOUNT_ONLY, "CREATE INTEGRATION ON ACCOUNT"),
  NOTIFICATION_INTEGRATION(
      "notification integration", Runs.ACCOUNT_ONLY, "CREATE INTEGRATION ON ACCOUNT"),
  ICEBERG_TABLE("iceberg table", Runs.ACCOUNT_ONLY, "CREATE ICEBERG TABLE ON SCHEMA"),
  FILE_FORMAT("file format", Runs.EMULATOR_TOO, "CREATE FILE FORMAT ON SCHEMA"),
  STAGE("stage", Runs.EMULATOR_TOO, "CREATE STAGE ON SCHEMA"),
  TABLE("table", Runs.EMULATOR_TOO, "CREATE TABLE ON SCHEMA"),
  VIEW("view", Runs.EMULATOR_TOO, "CREATE VIEW ON SCHEMA"),
  ROLE("role", Runs.ACCOUNT_ONLY, "CREATE ROLE ON ACCOUNT"),
  MASKING_POLICY("masking policy", Runs.ACCOUNT_ONLY, "CREATE MASKING POLICY ON SCHEMA"),
  ROW_ACCESS_POLICY("row access policy", Runs.ACCOUNT_ONLY, "CREATE ROW ACCESS POLICY ON SCHEMA"),
  MASK("mask", Runs.ACCOUNT_ONLY, "APPLY MASKING POLICY ON ACCOUNT"),
  ROW_FILTER("row filter", Runs.ACCOUNT_ONLY, "APPLY ROW ACCESS POLICY ON ACCOUNT"),
  PIPE("pipe", Runs.ACCOUNT_ONLY, "CREATE PIPE ON SCHEMA"),
  // Last: nobody may read a table before its policies are on it.
  GRANT("grant", Runs.ACCOUNT_ONLY, "MANAGE GRANTS ON ACCOUNT");

  private enum Runs {
    ACCOUNT_ONLY,
    EMULATOR_TOO
  }

  private final String label;
  private final Runs runs;
  private final String privilege;

  Kind(String label, Runs runs, String privilege) {
    this.label = label;
    this.runs = runs;
    this.privilege = privilege;
  }

  public String label() {
    return label;
  }

  /** What must be granted to the role that runs such a statement. */
  public String privilege() {
    return privilege;
  }

  /** Whether the emulator of the tests can run it. */
  public boolean runsOnEmulator() {
    return runs == Runs.EMULATOR_TOO;
  }
}
