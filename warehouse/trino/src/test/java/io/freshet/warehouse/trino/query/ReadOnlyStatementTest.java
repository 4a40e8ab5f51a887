package io.freshet.warehouse.trino.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadOnlyStatementTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 1",
        "  Select ';' as a, \"x;y\" from t",
        "with t as (select 1) select * from t",
        "with session as (select 1) select * from session",
        "with session (a) as (select 1) select a from session",
        "(select 1) union all (select 2)",
        "show tables from raw",
        "describe raw.rides",
        "desc raw.rides",
        "explain select 1",
        "explain (type logical, format json) select 1",
        "explain (select 1)",
        "explain analyze verbose with t as (select 1) select * from t",
        "/* delete */ select 1 -- ; drop"
      })
  void readsWhatOnlyReads(String written) {
    assertThat(ReadOnlyStatement.of(written).sql()).isEqualTo(written);
  }

  @Test
  void endsBeforeItsSemicolonAndKeepsItsPlaces() {
    assertThat(ReadOnlyStatement.of("\n-- why\n select 1 ;; -- done\n").sql())
        .isEqualTo("\n-- why\n select 1 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "delete from t|A statement that begins with DELETE may do more than read",
        "insert into t select 1|begins with INSERT",
        "explain analyze delete from t|begins with DELETE",
        "explain analyze (type logical) insert into t select 1|begins with INSERT",
        "explain analyze explain analyze update t set a = 1|begins with UPDATE",
        "(delete from t)|begins with DELETE",
        "(show tables)|begins with SHOW",
        "set session query_max_run_time = '1d'|begins with SET",
        "with session query_max_run_time = '1d' select 1|WITH SESSION would change the limits",
        "explain with session a = 1 select 1|WITH SESSION would change the limits",
        "\"select\" 1|begins with \"SELECT\"",
        "'select' 1|begins with 'SELECT'",
        "call system.runtime.kill_query('x')|begins with CALL",
        "execute immediate 'delete from t'|begins with EXECUTE",
        "select 1; drop table t|There is more than one statement",
        "select 1; select 2|There is more than one statement",
        "-- only this|There is no statement",
        "/* select 1|There is no statement",
        "explain|There is no statement",
        "explain (type|There is no statement",
        ";|There is no statement"
      })
  void refusesAllElseAndSaysWhatWouldBeRight(String written, String reason) {
    assertThatThrownBy(() -> ReadOnlyStatement.of(written))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining(reason)
        .hasMessageEndingWith(
            "; write one statement that begins with SELECT, WITH, SHOW, DESCRIBE or EXPLAIN")
        .satisfies(e -> assertThat(((FreshetException) e).fault()).isEqualTo(Fault.CALLER));
  }

  /** For Trino a carriage return ends a comment: what comes behind it is the statement. */
  @Test
  void readsCommentsAsTrinoDoes() {
    assertThatThrownBy(() -> ReadOnlyStatement.of("-- x\r insert into t -- y\n select 1"))
        .hasMessageContaining("begins with INSERT");
  }
}
