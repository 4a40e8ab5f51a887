package io.freshet.warehouse.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.warehouse.trino.query.QueryLimits;
import io.freshet.warehouse.trino.query.RefusedStatementException;
import io.freshet.warehouse.trino.query.TrinoAccess;
import io.freshet.warehouse.trino.query.TrinoClient;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a question within limits gets from a real Trino, by somebody with one role. */
class QueryIT {
  private static final QueryLimits USUAL =
      new QueryLimits(100, 100_000, Duration.ofSeconds(60), 1_000_000_000);

  /** Reads at once; Trino looks once a second what was read. */
  private static final String LASTING =
      "SELECT max(city || CAST(a.n * b.n AS varchar)) FROM raw.%s CROSS JOIN"
          + " UNNEST(sequence(1, 10000)) a(n) CROSS JOIN UNNEST(sequence(1, 10000)) b(n)";

  /** More rows than anybody waits for. */
  private static final String ENDLESS =
      "SELECT count(*) FROM UNNEST(sequence(1, 10000)) a CROSS JOIN UNNEST(sequence(1, 10000)) b"
          + " CROSS JOIN UNNEST(sequence(1, 10000)) c WHERE rand() < 0";

  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.CATALOG);

  private static RideWarehouse warehouse;

  @BeforeAll
  static void make(@TempDir Path folder) {
    warehouse = RideWarehouse.make(platform, folder);
  }

  @AfterAll
  static void close() throws Exception {
    warehouse.close();
  }

  @Test
  void tellsTheRoleThatDecidesWhatIsSeen() {
    try (TrinoClient ana = open("ana", USUAL);
        TrinoClient dan = open("dan", USUAL);
        TrinoClient zed = open("zed", USUAL)) {
      assertThat(ana.groups()).containsExactlyInAnyOrder("analyst", "team_growth");
      assertThat(dan.groups()).containsExactly("data_scientist");
      assertThat(zed.groups()).isEmpty();
    }
  }

  @Test
  void takesNoMoreRowsAndBytesThanItMay() {
    // Rows that count for 141 to 144 bytes: their text, and 20 for each of two values.
    String many = "SELECT n, rpad('', 100, 'x') FROM UNNEST(sequence(1, 5000)) t(n)";
    QueryLimits fewBytes = new QueryLimits(5_000, 1_400, Duration.ofSeconds(60), 1_000_000_000);
    try (TrinoClient ana = open("ana", USUAL)) {
      assertThat(ana.ask(many, USUAL).rows()).hasSize(100);
      assertThat(ana.ask(many, USUAL).isWhole()).isFalse();
      assertThat(ana.ask(many, fewBytes).rows()).hasSize(10);
      assertThat(ana.ask("SELECT 1", USUAL).isWhole()).isTrue();
    }
  }

  @FullOnly
  @Test
  void isStoppedByTrinoWhenItTakesTooLong() {
    QueryLimits brief = new QueryLimits(1, 100, Duration.ofSeconds(1), 1_000_000_000);
    try (TrinoClient ana = open("ana", brief)) {
      assertThatThrownBy(() -> ana.ask(ENDLESS, brief))
          .hasMessageContaining("exceeded maximum time limit of 1.00s");
    }
  }

  @FullOnly
  @Test
  void isStoppedByTrinoWhenItReadsTooMuch() {
    QueryLimits little = new QueryLimits(1, 100, Duration.ofSeconds(60), 1);
    try (TrinoClient dan = open("dan", little)) {
      assertThatThrownBy(() -> dan.ask(LASTING.formatted(warehouse.rides()), little))
          .hasMessageContaining("scan limit");
    }
  }

  /** Beside {@code ReadOnlyStatement}, which would not even ask. */
  @Test
  void whoHasARoleCanWriteNothingWhateverIsAsked() {
    try (TrinoClient dan = open("dan", USUAL)) {
      for (String sql :
          new String[] {
            "INSERT INTO raw.%s (city) VALUES ('x')",
            "DELETE FROM raw.%s",
            "EXPLAIN ANALYZE DELETE FROM raw.%s",
            "DROP TABLE raw.%s",
            "CREATE TABLE raw.copied AS SELECT * FROM raw.%s",
            "ALTER TABLE raw.%s ADD COLUMN x int"
          }) {
        assertThatThrownBy(() -> dan.ask(sql.formatted(warehouse.rides()), USUAL))
            .as(sql)
            .isInstanceOf(RefusedStatementException.class)
            .hasMessageContaining("Access Denied");
      }
      assertThat(dan.count("SELECT count(*) FROM raw.%s".formatted(warehouse.rides())))
          .isEqualTo(2);
    }
  }

  private static TrinoClient open(String user, QueryLimits limits) {
    return TrinoClient.open(TrinoAccess.from(platform.settings(), user), limits);
  }
}
