package io.freshet.warehouse.snowflake.script;

import io.freshet.core.contract.Contract;
import io.freshet.warehouse.snowflake.SnowflakeSettings.Lake;
import io.freshet.warehouse.snowflake.script.Statement.Renewal;
import java.util.ArrayList;
import java.util.List;

/** The lake's own tables, read where they lie: volume, catalog and one Iceberg table a contract. */
public final class LakeObjects {
  /** What stands for the catalog's bearer token wherever SQL is shown or written to a file. */
  public static final String CATALOG_TOKEN = "<% catalog_token %>";

  private final Names names;
  private final Lake lake;

  LakeObjects(Names names, Lake lake) {
    this.names = names;
    this.lake = lake;
  }

  List<Statement> of(List<Contract> tables) {
    List<Statement> statements = new ArrayList<>();
    statements.add(volume());
    statements.add(catalog());
    tables.forEach(contract -> statements.add(table(contract)));

    return statements;
  }

  private Statement volume() {
    String externalId =
        lake.externalId().map(id -> " STORAGE_AWS_EXTERNAL_ID = " + Sql.text(id)).orElse("");
    String location =
        "NAME = 'lake' STORAGE_PROVIDER = 'S3' STORAGE_BASE_URL = %s STORAGE_AWS_ROLE_ARN = %s%s"
            .formatted(Sql.text(lake.url()), Sql.text(lake.roleArn()), externalId);
    Definition definition = Definition.of(location);

    return Statement.of(
            Kind.EXTERNAL_VOLUME,
            names.volume(),
            """
            CREATE EXTERNAL VOLUME IF NOT EXISTS %s
              STORAGE_LOCATIONS = ((%s))
              ALLOW_WRITES = FALSE
              COMMENT = %s"""
                .formatted(
                    Names.sql(names.volume()),
                    location,
                    definition.comment("Where the lake's tables lie; read only")))
        .with(Renewal.by(definition));
  }

  private Statement catalog() {
    String config = "CATALOG_URI = " + Sql.text(lake.catalogUri());
    String refresh = "REFRESH_INTERVAL_SECONDS = " + lake.refresh().toSeconds();
    Definition definition = Definition.of(config + refresh);
    String comment = definition.comment("The lake's REST catalog");

    return Statement.of(
            Kind.CATALOG_INTEGRATION,
            names.catalog(),
            """
            CREATE CATALOG INTEGRATION IF NOT EXISTS %s
              CATALOG_SOURCE = ICEBERG_REST
              TABLE_FORMAT = ICEBERG
              REST_CONFIG = (%s)
              REST_AUTHENTICATION = (TYPE = BEARER BEARER_TOKEN = '%s')
              ENABLED = TRUE
              %s
              COMMENT = %s"""
                .formatted(Names.sql(names.catalog()), config, CATALOG_TOKEN, refresh, comment))
        .with(Renewal.by(definition));
  }

  private Statement table(Contract contract) {
    return Statement.of(
        Kind.ICEBERG_TABLE,
        names.table(contract),
        """
        CREATE ICEBERG TABLE IF NOT EXISTS %s
          EXTERNAL_VOLUME = %s
          CATALOG = %s
          CATALOG_TABLE_NAME = %s
          CATALOG_NAMESPACE = %s
          AUTO_REFRESH = TRUE
          COMMENT = %s"""
            .formatted(
                Names.sql(names.table(contract)),
                Sql.text(names.volume()),
                Sql.text(names.catalog()),
                Sql.text(contract.name()),
                Sql.text(contract.requireTable().namespace()),
                Sql.text(contract.documentation().purpose())),
        names.schema(contract.requireTable().namespace()),
        names.volume(),
        names.catalog());
  }
}
