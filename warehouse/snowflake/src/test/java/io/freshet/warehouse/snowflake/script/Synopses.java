package io.freshet.warehouse.snowflake.script;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The forms of those statements that sqlglot only splits into words, after Snowflake's manual; only
 * the parts that we write.
 */
final class Synopses {
  private static final String NEW = "[IF NOT EXISTS] <name> ";
  private static final Map<Kind, List<String>> FORMS = new EnumMap<>(Kind.class);

  static {
    FORMS.put(
        Kind.EXTERNAL_VOLUME,
        List.of(
            "CREATE EXTERNAL VOLUME "
                + NEW
                + "STORAGE_LOCATIONS = ((NAME = <text> STORAGE_PROVIDER = <text>"
                + " STORAGE_BASE_URL = <text> STORAGE_AWS_ROLE_ARN = <text>"
                + " [STORAGE_AWS_EXTERNAL_ID = <text>]))"
                + " [ALLOW_WRITES = {TRUE | FALSE}] [COMMENT = <text>]"));
    FORMS.put(
        Kind.CATALOG_INTEGRATION,
        List.of(
            "CREATE CATALOG INTEGRATION "
                + NEW
                + "CATALOG_SOURCE = ICEBERG_REST TABLE_FORMAT = ICEBERG"
                + " [CATALOG_NAMESPACE = <text>] REST_CONFIG = (CATALOG_URI = <text>)"
                + " REST_AUTHENTICATION = (TYPE = BEARER BEARER_TOKEN = <text>)"
                + " ENABLED = {TRUE | FALSE} [REFRESH_INTERVAL_SECONDS = <number>]"
                + " [COMMENT = <text>]"));
    FORMS.put(
        Kind.NOTIFICATION_INTEGRATION,
        List.of(
            "CREATE NOTIFICATION INTEGRATION "
                + NEW
                + "ENABLED = {TRUE | FALSE} TYPE = QUEUE DIRECTION = OUTBOUND"
                + " NOTIFICATION_PROVIDER = AWS_SNS AWS_SNS_TOPIC_ARN = <text>"
                + " AWS_SNS_ROLE_ARN = <text> [COMMENT = <text>]"));
    FORMS.put(
        Kind.STORAGE_INTEGRATION,
        List.of(
            "ALTER STORAGE INTEGRATION <name> SET STORAGE_AWS_ROLE_ARN = <text>"
                + " [STORAGE_AWS_EXTERNAL_ID = <text>] ENABLED = {TRUE | FALSE}"
                + " STORAGE_ALLOWED_LOCATIONS = (<text>) [COMMENT = <text>]"));
    FORMS.put(
        Kind.STAGE,
        List.of(
            "ALTER STAGE <name> SET URL = <text> STORAGE_INTEGRATION = <name>"
                + " FILE_FORMAT = (FORMAT_NAME = <text>) [COMMENT = <text>]"));
    FORMS.put(
        Kind.PIPE,
        List.of(
            "CREATE {OR REPLACE PIPE | PIPE} "
                + NEW
                + "AUTO_INGEST = {TRUE | FALSE} [AWS_SNS_TOPIC = <text>]"
                + " [ERROR_INTEGRATION = <name>] [COMMENT = <text>] AS <query>",
            "ALTER PIPE <name> SET PIPE_EXECUTION_PAUSED = {TRUE | FALSE}",
            "ALTER PIPE <name> REFRESH [PREFIX = <text>] [MODIFIED_AFTER = <text>]"));
    FORMS.put(
        Kind.ROLE,
        List.of(
            "CREATE ROLE " + NEW + "[COMMENT = <text>]", "ALTER ROLE <name> SET COMMENT = <text>"));
    FORMS.put(
        Kind.MASKING_POLICY,
        List.of(
            "CREATE MASKING POLICY "
                + NEW
                + "AS (<name> <type>) RETURNS <type> -> <query> [COMMENT = <text>]",
            "ALTER MASKING POLICY <name> SET BODY -> <query>",
            "ALTER MASKING POLICY <name> SET COMMENT = <text>"));
    FORMS.put(
        Kind.ROW_ACCESS_POLICY,
        List.of(
            "CREATE ROW ACCESS POLICY "
                + NEW
                + "AS (<name> <type> [, <name> <type>]) RETURNS BOOLEAN -> <query>"
                + " [COMMENT = <text>]",
            "ALTER ROW ACCESS POLICY <name> SET BODY -> <query>",
            "ALTER ROW ACCESS POLICY <name> SET COMMENT = <text>"));
    FORMS.put(
        Kind.MASK,
        List.of(
            "ALTER {ICEBERG TABLE | TABLE} <name> ALTER COLUMN <name>"
                + " SET MASKING POLICY <name> [FORCE]"));
    FORMS.put(
        Kind.ROW_FILTER,
        List.of(
            "BEGIN IF (NOT EXISTS (<query>)) THEN"
                + " ALTER {ICEBERG TABLE | TABLE} <name> ADD ROW ACCESS POLICY <name>"
                + " ON (<name> [, <name>]); END IF; END"));
    FORMS.put(Kind.GRANT, List.of("GRANT ROLE <name> TO ROLE <name>"));
  }

  private Synopses() {}

  static List<Synopsis> of(Kind kind) {
    return FORMS.getOrDefault(kind, List.of()).stream().map(Synopsis::of).toList();
  }
}
