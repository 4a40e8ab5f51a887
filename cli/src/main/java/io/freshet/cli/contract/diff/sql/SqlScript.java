package io.freshet.cli.contract.diff.sql;

import java.util.List;
import java.util.stream.Stream;

/**
 * The queries of one text.
 *
 * @param asides words of template statements, which may be in any of them
 */
public record SqlScript(List<SqlQuery> statements, List<SqlToken> asides) {
  public SqlScript {
    statements = List.copyOf(statements);
    asides = List.copyOf(asides);
  }

  public static SqlScript of(String sql) {
    return SqlParser.parse(sql);
  }

  Stream<SqlQuery> queries() {
    return statements.stream().flatMap(SqlQuery::all);
  }

  /** Views and those of {@code with}; of a name there are two where a template has a choice. */
  Stream<SqlQuery> called(String name) {
    return queries().filter(query -> query.name().filter(name::equals).isPresent());
  }
}
