package io.freshet.ingestion.sqlapps;

import io.freshet.ingestion.sqlapps.application.ApplicationFile;
import io.freshet.ingestion.sqlapps.application.Finding;
import io.freshet.ingestion.sqlapps.application.KnownContracts;
import io.freshet.ingestion.sqlapps.plan.OperatorPlan;
import io.freshet.ingestion.sqlapps.sql.SqlCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Applications over the rides of a city. */
public final class Rides {
  /** The line of the file on which the SQL begins. */
  public static final int SQL_LINE = 21;

  /** How far the SQL is indented in the file. */
  public static final int INDENT = 2;

  private static final Path CONTRACTS = Path.of("src", "test", "resources", "contracts");

  private Rides() {}

  /** An application that counts rides, with that SQL. */
  public static String yaml(String sql) {
    return """
        name: busy-cities
        owner: riders
        description: Where rides are
        parallelism: 1
        stateTtl: 1h
        sources:
          - stream: rides
            start: latest
        sinks:
          - stream: ride_counts
          - redis: city_now
            key: city:{city}
            newest: rides
            ttl: 15m
            columns: {city: STRING, rides: BIGINT}
          - webhook: alerts
            to: oncall
            columns:
              city: STRING
              rides: BIGINT
        sql: |
        """
            .stripTrailing()
        + "\n"
        + sql.lines().map(line -> "  " + line).collect(Collectors.joining("\n"))
        + "\n";
  }

  /** What is right in any case, so that a test says only what it is about. */
  public static String sql(String more) {
    return more
        + "\n"
        + """
        INSERT INTO ride_counts
        SELECT city, CAST(window_end AS TIMESTAMP_LTZ(3)), COUNT(*)
        FROM TABLE(TUMBLE(TABLE rides, DESCRIPTOR(event_time), INTERVAL '1' MINUTE))
        GROUP BY city, window_start, window_end;
        INSERT INTO city_now SELECT city, COUNT(*) FROM rides GROUP BY city;
        INSERT INTO alerts SELECT city, ride_id FROM rides WHERE state = 'lost';
        """;
  }

  /** The findings, or the plan. */
  public record Checked(List<Finding> findings, Optional<OperatorPlan> plan) {
    public OperatorPlan required() {
      return plan.orElseThrow(() -> new AssertionError(findings.toString()));
    }
  }

  public static Checked check(String yaml) {
    ApplicationFile file = ApplicationFile.parse("app.yaml", yaml);
    KnownContracts contracts = KnownContracts.in(CONTRACTS);
    file.application().ifPresent(application -> contracts.check(application, file.findings()));
    Optional<OperatorPlan> plan =
        file.application()
            .filter(application -> file.findings().isEmpty())
            .flatMap(application -> SqlCheck.plan(application, contracts, file.findings()));

    return new Checked(file.findings().all(), plan);
  }
}
