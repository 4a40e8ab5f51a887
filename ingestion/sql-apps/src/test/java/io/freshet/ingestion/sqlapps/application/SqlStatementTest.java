package io.freshet.ingestion.sqlapps.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SqlStatementTest {
  @Test
  void endsAtSemicolonsThatAreNoneOfATextNameOrComment() {
    String sql =
        """
        -- first; not an end
        INSERT INTO a SELECT 'it''s; one', `odd;name` FROM b -- ; nor this
        ; /* nor; this */
        CREATE VIEW `v` AS SELECT 1;
        -- only a comment
        """;

    List<SqlStatement> statements = SqlStatement.split(sql);

    assertThat(statements).hasSize(2);
    assertThat(statements.get(0).target()).contains("a");
    assertThat(statements.get(0).text()).contains("'it''s; one', `odd;name`");
    assertThat(statements.get(1).view()).contains("v");
    assertThat(sql.substring(statements.get(1).offset())).startsWith("CREATE VIEW");
  }

  @Test
  void isNothingWhereNothingIsSaid() {
    assertThat(SqlStatement.split(" ;; -- none\n;")).isEmpty();
  }

  @Test
  void ofAnotherKindNamesNothing() {
    SqlStatement statement = SqlStatement.split("SELECT 1").get(0);

    assertThat(statement.view()).isEqualTo(Optional.empty());
    assertThat(statement.target()).isEqualTo(Optional.empty());
  }
}
