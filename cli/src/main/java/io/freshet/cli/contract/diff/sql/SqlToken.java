package io.freshet.cli.contract.diff.sql;

/**
 * A word or sign of SQL.
 *
 * @param text in lower case, without quotes; of a relation its name
 * @param offset in the text that it was read from
 */
record SqlToken(Kind kind, String text, int offset) {
  enum Kind {
    WORD,
    /** A name that can't be a keyword. */
    QUOTED,
    /** Values in the text are signs, too. */
    SIGN,
    /** A table of dbt's, by {@code source}. */
    SOURCE,
    /** A table of dbt's, by {@code ref}. */
    MODEL,
    /** Of an expression in braces: what becomes of it, only dbt knows. */
    TEMPLATE,
    /** Of a statement in braces, which stands beside the SQL. */
    ASIDE
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equals(word);
  }

  boolean isSign(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED || kind == Kind.TEMPLATE;
  }

  boolean isRelation() {
    return kind == Kind.SOURCE || kind == Kind.MODEL;
  }

  boolean isOfTemplate() {
    return kind == Kind.TEMPLATE || kind == Kind.ASIDE;
  }
}
