package io.freshet.cli.contract.diff.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.contract.diff.sql.Sought;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlApplicationsTest {
  private static final String FILE = "ingestion/sql-apps/applications/busy/busy.yaml";

  @TempDir private Path folder;
  private WrittenProject project;

  @BeforeEach
  void create() {
    project =
        new WrittenProject(folder)
            .application(
                "busy",
                """
                name: busy
                description: A city's fare per minute
                sources:
                  - stream: rides
                sinks:
                  - stream: ride_counts
                sql: |
                  -- A rider's tip is none of the city's business.
                  CREATE VIEW all_rides AS
                  SELECT * FROM rides WHERE NOT shared;

                  CREATE VIEW fares AS
                  SELECT city, fare, event_time FROM all_rides;

                  INSERT INTO ride_counts
                  SELECT city, SUM(fare)
                  FROM TABLE(TUMBLE(TABLE fares, DESCRIPTOR(event_time), INTERVAL '1' MINUTE))
                  GROUP BY city, window_start, window_end;
                """);
  }

  @Test
  void namesAnApplicationWhereItNamesTheColumn() {
    assertThat(project.mentions("shared"))
        .containsExactly("SQL application busy · mentions it · " + FILE + ":10");
    assertThat(project.mentions("fare"))
        .containsExactly("SQL application busy · mentions it · " + FILE + ":13");
  }

  @Test
  void namesAnApplicationWhoseViewSelectsAll() {
    assertThat(project.mentions("seats"))
        .containsExactly("SQL application busy · takes all columns · " + FILE + ":10");
  }

  @Test
  void namesAnApplicationThatWritesTheStream() {
    assertThat(project.mentions(new Sought("ride_counts", Optional.of("rides_per_minute"))))
        .containsExactly("SQL application busy · writes it · " + FILE + ":15");
  }

  @Test
  void leavesOutAnApplicationThatSelectsOtherColumns() {
    project.application(
        "busy", "name: busy\nsql: |\n  INSERT INTO counts SELECT city, 'fare' FROM rides;\n");

    assertThat(project.mentions("fare")).isEmpty();
    assertThat(project.mentions("city")).hasSize(1);
  }

  @Test
  void takesNoOtherKeyForSql() {
    project.application("busy", "name: busy\ndescription: select fare from rides\n");

    assertThat(project.mentions("fare")).isEmpty();
  }
}
