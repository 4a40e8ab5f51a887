package io.freshet.warehouse.snowflake.script;

import io.freshet.core.contract.Contract;
import io.freshet.warehouse.snowflake.SnowflakeSettings;
import io.freshet.warehouse.snowflake.SnowflakeSettings.Errors;
import io.freshet.warehouse.snowflake.SnowflakeSettings.Landing;
import io.freshet.warehouse.snowflake.script.Statement.Renewal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The copy path: a stage on the landing folder and, for each contract with a stream, a table and a
 * pipe that fills it. Derived tables have none: a night's run replaces rows, and a pipe only adds.
 */
final class LandingObjects {
  private final Names names;
  private final SnowflakeSettings settings;
  private final Landing landing;

  LandingObjects(Names names, SnowflakeSettings settings) {
    this.names = names;
    this.settings = settings;
    this.landing = settings.landing();
  }

  List<Statement> of(List<Contract> tables) {
    List<Statement> statements = new ArrayList<>();
    statements.add(fileFormat());
    statements.add(storage());
    landing.errors().ifPresent(errors -> statements.add(notification(errors)));
    statements.add(settings.emulator() ? internalStage() : stage());
    for (Contract contract : tables) {
      if (contract.stream().isPresent()) {
        statements.add(table(contract));
        statements.add(pipe(contract));
        if (contract.kind() == Contract.Kind.REFERENCE) {
          statements.add(latest(contract));
        }
      }
    }

    return statements;
  }

  private Statement fileFormat() {
    // Logical types: without them Snowflake reads times as numbers.
    String options = "TYPE = PARQUET USE_LOGICAL_TYPE = TRUE BINARY_AS_TEXT = FALSE";
    Definition definition = Definition.of(options);

    return Statement.of(
            Kind.FILE_FORMAT,
            names.fileFormat(),
            "CREATE FILE FORMAT IF NOT EXISTS %s %s COMMENT = %s"
                .formatted(
                    Names.sql(names.fileFormat()),
                    options,
                    definition.comment("Parquet as the lake's writers write it")),
            names.schema(Names.LANDED))
        .with(Renewal.by(definition));
  }

  private Statement storage() {
    String externalId =
        settings
            .lake()
            .externalId()
            .map(id -> "STORAGE_AWS_EXTERNAL_ID = %s ".formatted(Sql.text(id)))
            .orElse("");
    String options =
        "STORAGE_AWS_ROLE_ARN = %s %sENABLED = TRUE STORAGE_ALLOWED_LOCATIONS = (%s)"
            .formatted(Sql.text(settings.lake().roleArn()), externalId, Sql.text(landing.url()));
    Definition definition = Definition.of(options);
    String comment = "COMMENT = " + definition.comment("Reads the landing folder");

    return Statement.of(
            Kind.STORAGE_INTEGRATION,
            names.storage(),
            """
            CREATE STORAGE INTEGRATION IF NOT EXISTS %s
              TYPE = EXTERNAL_STAGE
              STORAGE_PROVIDER = 'S3'
              %s
              %s"""
                .formatted(Names.sql(names.storage()), options, comment))
        .with(
            Renewal.by(
                definition,
                "ALTER STORAGE INTEGRATION %s SET %s %s"
                    .formatted(Names.sql(names.storage()), options, comment)));
  }

  private Statement notification(Errors errors) {
    String options =
        "AWS_SNS_TOPIC_ARN = %s AWS_SNS_ROLE_ARN = %s"
            .formatted(Sql.text(errors.topicArn()), Sql.text(errors.roleArn()));
    Definition definition = Definition.of(options);

    return Statement.of(
            Kind.NOTIFICATION_INTEGRATION,
            names.errors(),
            """
            CREATE NOTIFICATION INTEGRATION IF NOT EXISTS %s
              ENABLED = TRUE
              TYPE = QUEUE
              DIRECTION = OUTBOUND
              NOTIFICATION_PROVIDER = AWS_SNS
              %s
              COMMENT = %s"""
                .formatted(
                    Names.sql(names.errors()),
                    options,
                    definition.comment("Where pipes report files that they could not load")))
        .with(Renewal.by(definition));
  }

  private Statement stage() {
    String options =
        "URL = %s STORAGE_INTEGRATION = %s FILE_FORMAT = (FORMAT_NAME = %s)"
            .formatted(Sql.text(landing.url()), Names.sql(names.storage()), formatName());
    Definition definition = Definition.of(options);
    String comment = "COMMENT = " + definition.comment("Data files of append snapshots, once each");

    return Statement.of(
            Kind.STAGE,
            names.stage(),
            "CREATE STAGE IF NOT EXISTS %s %s %s"
                .formatted(Names.sql(names.stage()), options, comment),
            names.schema(Names.LANDED),
            names.fileFormat(),
            names.storage())
        .with(
            Renewal.by(
                definition,
                "ALTER STAGE %s SET %s %s".formatted(Names.sql(names.stage()), options, comment)));
  }

  /** The emulator reads no bucket: files are put into a stage of its own. */
  private Statement internalStage() {
    return Statement.of(
        Kind.STAGE,
        names.stage(),
        "CREATE STAGE IF NOT EXISTS %s FILE_FORMAT = (FORMAT_NAME = %s)"
            .formatted(Names.sql(names.stage()), formatName()),
        names.schema(Names.LANDED),
        names.fileFormat());
  }

  private Statement table(Contract contract) {
    String columns =
        Columns.of(contract).stream()
            .map(column -> "  " + column.definition())
            .collect(Collectors.joining(",\n"));

    return Statement.of(
            Kind.TABLE,
            names.landed(contract),
            "CREATE TABLE IF NOT EXISTS %s (\n%s\n) COMMENT = %s"
                .formatted(Names.sql(names.landed(contract)), columns, Sql.text(comment(contract))),
            names.schema(Names.LANDED))
        .with(Renewal.of(Columns.of(contract)));
  }

  /** The emulator answers 500 to a table's comment with an apostrophe, which is right SQL. */
  private String comment(Contract contract) {
    String purpose = contract.documentation().purpose();

    return settings.emulator() ? purpose.replace('\'', '\u2019') : purpose;
  }

  private Statement pipe(Contract contract) {
    String copy = copy(contract);
    String options =
        landing.eventsTopicArn().map(arn -> " AWS_SNS_TOPIC = " + Sql.text(arn)).orElse("")
            + (landing.errors().isPresent()
                ? " ERROR_INTEGRATION = " + Names.sql(names.errors())
                : "");
    Definition definition = Definition.of(options + copy);
    String name = Names.sql(names.pipe(contract));
    String body =
        "%s AUTO_INGEST = TRUE%s COMMENT = %s AS\n%s"
            .formatted(
                name,
                options,
                definition.comment("Loads %s %s".formatted(contract.name(), contract.version())),
                copy);
    List<String> needs = new ArrayList<>(List.of(names.landed(contract), names.stage()));
    if (landing.errors().isPresent()) {
      needs.add(names.errors());
    }

    return Statement.of(
            Kind.PIPE,
            names.pipe(contract),
            "CREATE PIPE IF NOT EXISTS " + body,
            needs.toArray(String[]::new))
        .with(
            // A pipe can't be altered. What arrives in between is found by the refresh, which skips
            // what the table's load history holds.
            Renewal.by(
                definition,
                "ALTER PIPE %s SET PIPE_EXECUTION_PAUSED = TRUE".formatted(name),
                "CREATE OR REPLACE PIPE " + body,
                "ALTER PIPE %s REFRESH".formatted(name)));
  }

  /**
   * Loads every file below the contract's folder that was not loaded before. Columns are picked by
   * name, so a file of an older schema gives nulls for the columns that it lacks.
   */
  String copy(Contract contract) {
    List<Columns.Column> columns = Columns.of(contract);

    return """
        COPY INTO %s (%s)
        FROM (
          SELECT
        %s
          FROM @%s/%s/
        )
        FILE_FORMAT = (FORMAT_NAME = %s)"""
        .formatted(
            Names.sql(names.landed(contract)),
            columns.stream()
                .map(column -> Sql.name(column.name()))
                .collect(Collectors.joining(", ")),
            columns.stream()
                .map(
                    column ->
                        "    %s::%s".formatted(Sql.parquetColumn(column.name()), column.type()))
                .collect(Collectors.joining(",\n")),
            Names.sql(names.stage()),
            contract.name(),
            formatName());
  }

  private Statement latest(Contract contract) {
    String key = Sql.name(contract.schema().keys().partitionKey());
    String time = Sql.name(contract.schema().keys().eventTime());

    String query =
        """
        SELECT * FROM %s
        QUALIFY ROW_NUMBER() OVER (PARTITION BY %s ORDER BY %s DESC, "_OFFSET" DESC) = 1"""
            .formatted(Names.sql(names.landed(contract)), key, time);
    Definition definition = Definition.of(query);
    String body =
        "%s COMMENT = %s AS\n%s"
            .formatted(
                Names.sql(names.latest(contract)),
                definition.comment(
                    "The newest row of each " + contract.schema().keys().partitionKey()),
                query);

    return Statement.of(
            Kind.VIEW,
            names.latest(contract),
            "CREATE VIEW IF NOT EXISTS " + body,
            names.landed(contract))
        .with(Renewal.by(definition, "CREATE OR REPLACE VIEW " + body));
  }

  private String formatName() {
    return Sql.text(Names.sql(names.fileFormat()));
  }
}
