package io.freshet.warehouse.snowflake.script;

import java.util.List;
import java.util.Optional;

/**
 * One thing that an account must have, and the SQL that makes it; safe to run again.
 *
 * @param scope what it lies in, such as {@code FRESHET.RAW}; empty for what belongs to the account
 * @param simpleName as {@code SHOW} lists it: upper case, without quotes
 * @param sql makes it where it is not there; {@code <% name %>} stands for a secret
 * @param needs names of the statements that must have run before
 * @param renewal how one that is there is made to agree
 */
public record Statement(
    Kind kind, String scope, String simpleName, String sql, List<String> needs, Renewal renewal) {
  public Statement {
    needs = List.copyOf(needs);
  }

  /**
   * How to tell that an object is not as it should be, and what to do then.
   *
   * @param definition what the object's comment must name; empty where nothing tells
   * @param sql makes it agree; empty where only people may do that
   * @param columns of a table, which are compared one by one
   */
  public record Renewal(
      Optional<Definition> definition, List<String> sql, List<Columns.Column> columns) {
    static final Renewal NEVER = new Renewal(Optional.empty(), List.of(), List.of());

    public Renewal {
      sql = List.copyOf(sql);
      columns = List.copyOf(columns);
    }

    static Renewal by(Definition definition, String... sql) {
      return new Renewal(Optional.of(definition), List.of(sql), List.of());
    }

    static Renewal of(List<Columns.Column> columns) {
      return new Renewal(Optional.empty(), List.of(), columns);
    }
  }

  /** A thing with a dotted name of its own. */
  static Statement of(Kind kind, String name, String sql, String... needs) {
    int dot = name.lastIndexOf('.');

    return new Statement(
        kind,
        dot < 0 ? "" : name.substring(0, dot),
        name.substring(dot + 1),
        sql,
        List.of(needs),
        Renewal.NEVER);
  }

  Statement with(Renewal renewal) {
    return new Statement(kind, scope, simpleName, sql, needs, renewal);
  }

  public String name() {
    return scope.isEmpty() ? simpleName : scope + "." + simpleName;
  }

  /** For people: {@code table FRESHET.RAW.MARKETS}. */
  public String resource() {
    return kind.label() + " " + name();
  }
}
