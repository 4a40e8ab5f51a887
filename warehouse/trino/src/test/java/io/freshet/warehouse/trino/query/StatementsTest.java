package io.freshet.warehouse.trino.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatementsTest {
  @Test
  void aSemicolonEndsAStatement() {
    Statements statements = Statements.of("select 1;\nselect 2 ; select 3");

    assertThat(statements.whole()).containsExactly("select 1", "select 2");
    assertThat(statements.rest()).isEqualTo("select 3");
    assertThat(statements.all()).containsExactly("select 1", "select 2", "select 3");
  }

  @Test
  void oneInATextNameOrCommentDoesNot() {
    String sql = "select 'a;b''c;', \"d;e\" -- f;\n /* g; */ from t";

    assertThat(Statements.of(sql + ";").whole()).containsExactly(sql);
  }

  @Test
  void whatIsLeftOpenIsNoStatementYet() {
    assertThat(Statements.of("select 'a;").whole()).isEmpty();
    assertThat(Statements.of("select 'a;").rest()).isEqualTo("select 'a;");
  }

  @Test
  void commentsAndBlanksAloneAreNoStatement() {
    assertThat(Statements.of("-- nothing\n ; /* nor; this */ ;").all()).isEmpty();
  }
}
