package io.freshet.ingestion.sqlapps.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.ingestion.sqlapps.Rides;
import io.freshet.ingestion.sqlapps.application.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlCheckTest {
  @Test
  void findsNothingWhereNothingIsWrong() {
    Rides.Checked checked = Rides.check(Rides.yaml(Rides.sql("-- counts")));

    assertThat(checked.findings()).isEmpty();
    assertThat(checked.plan()).isPresent();
  }

  /** Line and column are the statement's, as an editor shows them in the SQL alone. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          CREATE VIEW v AS SELECT cty FROM rides; | 1 | 25 | Column 'cty' not found in any table | city
          CREATE VIEW v AS SELECT city FROM ridez; | 1 | 35 | Object 'ridez' not found | rides
          CREATE VIEW v AS SELECT city FORM rides; | 1 | 35 | Encountered "rides" | one of
          CREATE VIEW v AS SELEC city FROM rides; | 1 | 1 | Non-query expression | a statement
          CREATE VIEW v AS SELECT UPPR(city) FROM rides; | 1 | 25 | No match found for function signature UPPR | a statement
          CREATE VIEW v AS SELECT city + TRUE FROM rides; | 1 | 25 | Cannot apply '+' | a statement
          CREATE VIEW v AS SELECT city, COUNT(*) FROM rides; | 1 | 25 | Expression 'city' is not being grouped | a statement
          CREATE VIEW v AS SELECT city FROM rides WHERE seats; | 1 | 47 | WHERE clause must be a condition | a statement
          CREATE VIEW v AS SELECT r.city FROM rides; | 1 | 25 | Table 'r' not found | rides
          CREATE VIEW v AS SELECT (city FROM rides; | 1 | 31 | Encountered "FROM" | one of
          SELECT city FROM rides; | 1 | 1 | this is no statement of an application: SELECT city FROM | CREATE VIEW
          CREATE TABLE t (a INT); | 1 | 1 | this is no statement of an application: CREATE TABLE t | CREATE VIEW
          SET 'table.local-time-zone' = 'UTC'; | 1 | 1 | this is no statement of an application | CREATE VIEW
          INSERT INTO rides SELECT * FROM rides; | 1 | 1 | rides is a source and can't be written | a statement
          INSERT INTO nowhere SELECT city FROM rides; | 1 | 1 | nowhere | one of
          """)
  void saysWhereAStatementIsWrong(String sql, int line, int column, String problem, String remedy) {
    List<Finding> findings = Rides.check(Rides.yaml(Rides.sql(sql))).findings();

    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).problem()).contains(problem);
    assertThat(findings.get(0).remedy()).contains(remedy);
    assertThat(findings.get(0).place().line()).isEqualTo(Rides.SQL_LINE + line);
    assertThat(findings.get(0).place().column()).isEqualTo(Rides.INDENT + column);
  }

  @Test
  void findsThePlaceBehindOtherStatementsAndComments() {
    List<Finding> findings =
        Rides.check(
                Rides.yaml(
                    Rides.sql(
                        """
                        -- what; is 'this
                        CREATE VIEW a AS
                        SELECT city FROM rides; CREATE VIEW b AS
                          SELECT city,
                            sets FROM rides;""")))
            .findings();

    assertThat(findings)
        .singleElement()
        .hasToString(
            "app.yaml:%d:%d: Column 'sets' not found in any table; right would be seats"
                .formatted(Rides.SQL_LINE + 5, Rides.INDENT + 5));
  }

  @Test
  void saysAllThatIsWrongAndNothingThatOnlyFollows() {
    List<Finding> findings =
        Rides.check(
                Rides.yaml(
                    Rides.sql(
                        """
                        CREATE VIEW a AS SELECT cty FROM rides;
                        CREATE VIEW b AS SELECT city FROM a;
                        CREATE VIEW c AS SELECT stat FROM rides;""")))
            .findings();

    assertThat(findings.stream().map(Finding::remedy)).containsExactly("city", "state");
  }
}
