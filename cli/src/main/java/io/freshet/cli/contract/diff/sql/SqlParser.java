package io.freshet.cli.contract.diff.sql;

import io.freshet.cli.contract.diff.sql.SqlQuery.Item;
import io.freshet.cli.contract.diff.sql.SqlQuery.Read;
import io.freshet.cli.contract.diff.sql.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out which queries a text has, what each reads and what it gives. No grammar: Flink's,
 * Trino's and Snowflake's SQL and dbt's templates agree on that much, and whatever is not
 * understood is a word of the query that it stands in.
 */
final class SqlParser {
  private static final Set<String> HEADER =
      Set.of(
          "create", "or", "replace", "temporary", "view", "if", "not", "exists", "insert", "into");

  private static final Set<String> AFTER_SELECT = Set.of("union", "intersect", "except", "minus");

  private static final Set<String> AFTER_FROM =
      Set.of("where", "group", "having", "order", "limit", "offset", "fetch", "window", "qualify");

  private static final Set<String> WITHIN_FROM =
      Set.of(
          "on",
          "using",
          "join",
          "inner",
          "left",
          "right",
          "full",
          "outer",
          "cross",
          "natural",
          "lateral",
          "match_recognize",
          "for",
          "tablesample");

  private enum Clause {
    SELECT,
    FROM,
    OTHER
  }

  private final List<SqlToken> tokens;
  private int at;

  private SqlParser(List<SqlToken> tokens) {
    this.tokens = tokens;
  }

  static SqlScript parse(String sql) {
    List<SqlToken> tokens = new ArrayList<>();
    List<SqlToken> asides = new ArrayList<>();
    for (SqlToken token : SqlTokens.of(sql)) {
      (token.kind() == Kind.ASIDE ? asides : tokens).add(token);
    }
    SqlParser parser = new SqlParser(tokens);
    List<SqlQuery> statements = new ArrayList<>();
    while (parser.at < tokens.size()) {
      statements.add(parser.statement());
      parser.at++; // the semicolon
    }

    return new SqlScript(statements, asides);
  }

  private SqlQuery statement() {
    SqlQuery statement = SqlQuery.statement();
    boolean isView = isWord(at, "create");
    if (isView || isWord(at, "insert")) {
      while (isWord(at, HEADER)) {
        at++;
      }
      if (at < tokens.size() && tokens.get(at).isName()) {
        int offset = tokens.get(at).offset();
        SqlRelation made = path();
        if (isView) {
          statement = SqlQuery.view(made.name());
        } else {
          statement.writeTo(new Read(made, Optional.empty(), offset));
        }
      }
    }
    new Body(statement).read();

    return statement;
  }

  /** A table as it is called: names with dots between, or what dbt's template says. */
  private SqlRelation path() {
    SqlToken first = tokens.get(at++);
    if (first.isRelation()) {
      return new SqlRelation(
          first.kind() == Kind.SOURCE ? SqlRelation.Kind.SOURCE : SqlRelation.Kind.MODEL,
          first.text());
    }
    SqlToken last = first;
    SqlRelation.Kind kind = SqlRelation.Kind.NAME;
    while (at < tokens.size()) {
      if (isSign(at, ".") && at + 1 < tokens.size() && tokens.get(at + 1).isName()) {
        at++;
        kind = SqlRelation.Kind.TABLE;
      } else if (last.kind() != Kind.TEMPLATE || tokens.get(at).kind() != Kind.TEMPLATE) {
        break;
      }
      last = tokens.get(at++);
    }

    return new SqlRelation(kind, last.text());
  }

  private Optional<String> alias() {
    if (isWord(at, "as")) {
      at++;
    }
    boolean isAlias =
        at < tokens.size()
            && tokens.get(at).isName()
            && !isWord(at, AFTER_SELECT)
            && !isWord(at, AFTER_FROM)
            && !isWord(at, WITHIN_FROM);

    return isAlias ? Optional.of(tokens.get(at++).text()) : Optional.empty();
  }

  private boolean beginsQuery(int bracket) {
    int first = bracket;
    while (isSign(first, "(")) {
      first++;
    }

    return first > bracket && (isWord(first, "select") || isWord(first, "with"));
  }

  /** What a query in brackets is called: {@code name as (} or {@code name (columns) as (}. */
  private Optional<SqlToken> nameBefore(int bracket) {
    int last = bracket - 1;
    while (isWord(last, "materialized") || isWord(last, "not")) {
      last--;
    }
    if (!isWord(last, "as")) {
      return Optional.empty();
    }
    last--;
    if (isSign(last, ")")) {
      while (last > 0 && !isSign(last, "(")) {
        last--;
      }
      last--;
    }

    boolean isNamed = last >= 0 && tokens.get(last).isName();

    return isNamed ? Optional.of(tokens.get(last)) : Optional.empty();
  }

  private boolean isWord(int index, String word) {
    return index >= 0 && index < tokens.size() && tokens.get(index).isWord(word);
  }

  private boolean isWord(int index, Set<String> words) {
    return index < tokens.size()
        && tokens.get(index).kind() == Kind.WORD
        && words.contains(tokens.get(index).text());
  }

  private boolean isSign(int index, String sign) {
    return index >= 0 && index < tokens.size() && tokens.get(index).isSign(sign);
  }

  /** Reads one query, from its first word to the bracket or semicolon behind it. */
  private final class Body {
    private final SqlQuery query;
    private List<SqlToken> item = new ArrayList<>();
    private Clause clause = Clause.OTHER;
    private int depth;
    private boolean awaitsRelation;

    private Body(SqlQuery query) {
      this.query = query;
    }

    private void read() {
      while (at < tokens.size() && !isSign(at, ";") && !(depth == 0 && isSign(at, ")"))) {
        if (beginsQuery(at)) {
          readInner();
        } else if (awaitsRelation && beginsRelation()) {
          readRelation();
        } else if (tokens.get(at).isRelation()) {
          readInput();
        } else {
          take(tokens.get(at));
          at++;
        }
      }
      endItem();
    }

    private void readInner() {
      Optional<SqlToken> name = nameBefore(at);
      name.ifPresent(query::remove);
      SqlQuery inner = name.map(token -> query.called(token.text())).orElseGet(query::bracketed);
      at++;
      new Body(inner).read();
      if (isSign(at, ")")) {
        at++;
      }
      awaitsRelation = false;
    }

    private boolean beginsRelation() {
      SqlToken token = tokens.get(at);

      return token.isRelation()
          || (token.isName() && !token.isWord("table") && !token.isWord("lateral"));
    }

    private void readRelation() {
      int offset = tokens.get(at).offset();
      SqlRelation relation = path();
      boolean isFunction = isSign(at, "(");
      if (!isFunction) {
        query.add(new Read(relation, alias(), offset));
      }
      awaitsRelation = false;
    }

    private void readInput() {
      int offset = tokens.get(at).offset();
      query.addInput(new Read(path(), Optional.empty(), offset));
    }

    private void take(SqlToken token) {
      if (token.isSign("(")) {
        depth++;
      } else if (token.isSign(")")) {
        depth--;
      }
      query.add(token);
      if (depth > 0 || !begins(token)) {
        fill(token);
      }
    }

    /** Whether another clause begins. */
    private boolean begins(SqlToken token) {
      if (token.isWord("select")) {
        begin(Clause.SELECT);
      } else if (token.isWord("from") && !isWord(at - 1, "distinct")) {
        begin(Clause.FROM);
      } else if (isWord(at, AFTER_SELECT) || (clause == Clause.FROM && isWord(at, AFTER_FROM))) {
        begin(Clause.OTHER);
      } else {
        return false;
      }

      return true;
    }

    private void begin(Clause next) {
      endItem();
      clause = next;
      awaitsRelation = next == Clause.FROM;
    }

    private void fill(SqlToken token) {
      if (clause == Clause.FROM) {
        awaitsRelation =
            token.isWord("join")
                || token.isWord("table")
                || (depth == 0 && token.isSign(","))
                || (awaitsRelation && (token.isSign("(") || token.isWord("lateral")));
      } else if (clause == Clause.SELECT) {
        boolean isQuantifier = token.isWord("distinct") || token.isWord("all");
        if (depth == 0 && token.isSign(",")) {
          endItem();
        } else if (!item.isEmpty() || !isQuantifier) {
          item.add(token);
        }
      }
    }

    private void endItem() {
      if (!item.isEmpty()) {
        query.add(new Item(item));
        item = new ArrayList<>();
      }
    }
  }
}
