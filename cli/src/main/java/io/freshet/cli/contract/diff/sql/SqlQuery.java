package io.freshet.cli.contract.diff.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A select with what it reads and gives; selects in its brackets are queries of their own. */
final class SqlQuery {
  private final Optional<SqlQuery> around;
  private final Optional<String> name;
  private final List<SqlQuery> inner = new ArrayList<>();
  private final List<Read> reads = new ArrayList<>();
  private final List<Read> inputs = new ArrayList<>();
  private final List<Item> items = new ArrayList<>();
  private final List<SqlToken> tokens = new ArrayList<>();
  private Optional<Read> target = Optional.empty();

  /** A relation, and what the query calls it. */
  record Read(SqlRelation relation, Optional<String> alias, int offset) {
    boolean isCalled(String word) {
      return relation.name().equals(word) || alias.filter(word::equals).isPresent();
    }
  }

  /** Every column there is, or every one of a relation. */
  record Star(Optional<String> of, int offset) {}

  /** What stands between two commas of a select. */
  record Item(List<SqlToken> tokens) {
    Item {
      tokens = List.copyOf(tokens);
    }

    /** A star behind a value multiplies. */
    Optional<Star> star() {
      if (tokens.get(0).isSign("*")) {
        return Optional.of(new Star(Optional.empty(), tokens.get(0).offset()));
      }
      for (int i = 2; i < tokens.size(); i++) {
        if (tokens.get(i).isSign("*") && tokens.get(i - 1).isSign(".")) {
          return Optional.of(
              new Star(Optional.of(tokens.get(i - 2).text()), tokens.get(i).offset()));
        }
      }

      return Optional.empty();
    }

    /** The column's name, where it has one. */
    SqlToken last() {
      return tokens.get(tokens.size() - 1);
    }
  }

  private SqlQuery(Optional<SqlQuery> around, Optional<String> name) {
    this.around = around;
    this.name = name;
  }

  static SqlQuery statement() {
    return new SqlQuery(Optional.empty(), Optional.empty());
  }

  static SqlQuery view(String name) {
    return new SqlQuery(Optional.empty(), Optional.of(name));
  }

  /** One in brackets that may be read by its name. */
  SqlQuery called(String innerName) {
    return within(new SqlQuery(Optional.of(this), Optional.of(innerName)));
  }

  /** One in brackets that is read where it stands. */
  SqlQuery bracketed() {
    return within(new SqlQuery(Optional.of(this), Optional.empty()));
  }

  private SqlQuery within(SqlQuery query) {
    inner.add(query);

    return query;
  }

  void add(Read read) {
    reads.add(read);
  }

  void addInput(Read input) {
    inputs.add(input);
  }

  void add(Item item) {
    items.add(item);
  }

  void add(SqlToken token) {
    tokens.add(token);
  }

  /** It was no word of the query, but the name of one in its brackets. */
  void remove(SqlToken token) {
    tokens.remove(token);
  }

  void writeTo(Read table) {
    target = Optional.of(table);
  }

  Optional<SqlQuery> around() {
    return around;
  }

  Optional<String> name() {
    return name;
  }

  /** Those in brackets that are read where they stand. */
  Stream<SqlQuery> unnamed() {
    return inner.stream().filter(query -> query.name.isEmpty());
  }

  Stream<Read> reads() {
    return reads.stream();
  }

  /** Tables that macros get, for whatever they make of them. */
  Stream<Read> inputs() {
    return inputs.stream();
  }

  List<Item> items() {
    return items;
  }

  List<SqlToken> tokens() {
    return tokens;
  }

  Optional<Read> target() {
    return target;
  }

  /** Itself and all in its brackets. */
  Stream<SqlQuery> all() {
    return Stream.concat(Stream.of(this), inner.stream().flatMap(SqlQuery::all));
  }
}
