package io.freshet.cli.contract.diff.sql;

import io.freshet.cli.contract.diff.sql.SqlQuery.Item;
import io.freshet.cli.contract.diff.sql.SqlQuery.Read;
import io.freshet.cli.contract.diff.sql.SqlQuery.Star;
import io.freshet.cli.contract.diff.sql.SqlToken.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The way of a column through the queries of one text: which of them name it, take it with all
 * others, or hand it on under its name. In doubt they do.
 */
public final class SqlFlow {
  private final SqlScript script;
  private final Sought sought;
  private final Carriers carriers;
  private final Map<SqlQuery, Boolean> known = new HashMap<>();

  /** Where in the text the first of the surest kind is. */
  public record Found(How how, int offset) {}

  public SqlFlow(SqlScript script, Sought sought, Carriers carriers) {
    this.script = script;
    this.sought = sought;
    this.carriers = carriers;
  }

  public Optional<Found> find() {
    return first(How.MENTIONS, sought.column().isEmpty() ? readings() : namings())
        .or(() -> first(How.TAKES_ALL, takings()))
        .or(() -> first(How.WRITES, writings()));
  }

  private static Optional<Found> first(How how, IntStream offsets) {
    OptionalInt first = offsets.min();

    return first.isPresent() ? Optional.of(new Found(how, first.getAsInt())) : Optional.empty();
  }

  /** Whether who reads what this text makes finds the column there. */
  public boolean handsOn() {
    return script.statements().stream().anyMatch(this::carries) || asides().findAny().isPresent();
  }

  private IntStream readings() {
    return script
        .queries()
        .flatMap(query -> holding(query, Stream.concat(query.reads(), query.inputs())))
        .mapToInt(Read::offset);
  }

  private IntStream namings() {
    return IntStream.concat(
        script.queries().filter(this::sees).flatMapToInt(this::namings),
        asides().mapToInt(SqlToken::offset));
  }

  private IntStream namings(SqlQuery query) {
    List<SqlToken> tokens = query.tokens();

    return IntStream.range(0, tokens.size())
        .filter(index -> isNaming(tokens.get(index)) && !isQualifier(query, index))
        .map(index -> tokens.get(index).offset());
  }

  private boolean isNaming(SqlToken token) {
    return sought.isNamed(token.text())
        || (token.isOfTemplate() && carriers.macros().contains(token.text()));
  }

  private static boolean isQualifier(SqlQuery query, int index) {
    List<SqlToken> tokens = query.tokens();

    return index + 1 < tokens.size()
        && tokens.get(index + 1).isSign(".")
        && query.reads().anyMatch(read -> read.isCalled(tokens.get(index).text()));
  }

  /** What a template names beside its queries may come to stand in any of them. */
  private Stream<SqlToken> asides() {
    return script.queries().anyMatch(this::takes)
        ? script.asides().stream().filter(this::isNaming)
        : Stream.empty();
  }

  private IntStream takings() {
    return script
        .queries()
        .flatMapToInt(
            query ->
                IntStream.concat(
                    holding(query, query.inputs()).mapToInt(Read::offset),
                    query.items().stream()
                        .flatMap(item -> item.star().stream())
                        .filter(star -> takesAll(query, star))
                        .mapToInt(Star::offset)));
  }

  private IntStream writings() {
    return script.statements().stream()
        .flatMap(statement -> statement.target().stream())
        .filter(target -> target.relation().name().equals(carriers.contract()))
        .mapToInt(Read::offset);
  }

  private Stream<Read> holding(SqlQuery query, Stream<Read> reads) {
    return reads.filter(read -> isHeld(read.relation(), query));
  }

  private boolean isHeld(SqlRelation relation, SqlQuery by) {
    if (relation.kind() == SqlRelation.Kind.NAME) {
      // Within a query its own name is that of a table.
      List<SqlQuery> ofText =
          script.called(relation.name()).filter(query -> !isAround(query, by)).toList();
      if (!ofText.isEmpty()) {
        return ofText.stream().anyMatch(this::carries);
      }
    }

    return carriers.have(relation);
  }

  private static boolean isAround(SqlQuery query, SqlQuery inner) {
    return query == inner || inner.around().filter(outer -> isAround(query, outer)).isPresent();
  }

  /** Whether a query can name the column; one in brackets can name what is around it, too. */
  private boolean sees(SqlQuery query) {
    return takes(query)
        || (query.name().isEmpty() && query.around().filter(this::sees).isPresent());
  }

  private boolean takes(SqlQuery query) {
    return holding(query, Stream.concat(query.reads(), query.inputs())).findAny().isPresent()
        || query.unnamed().anyMatch(this::carries);
  }

  private boolean carries(SqlQuery query) {
    Boolean before = known.get(query);
    if (before != null) {
      return before;
    }
    known.put(query, false); // a query that reads itself has it from elsewhere
    boolean carries = takes(query) && gives(query);
    known.put(query, carries);

    return carries;
  }

  private boolean gives(SqlQuery query) {
    return sought.column().isEmpty()
        || query.items().isEmpty()
        || holding(query, query.inputs()).findAny().isPresent()
        || query.items().stream().anyMatch(item -> gives(query, item));
  }

  private boolean gives(SqlQuery query, Item item) {
    Optional<Star> star = item.star();
    if (star.isPresent()) {
      return takesAll(query, star.get());
    }
    SqlToken last = item.last();

    return last.kind() == Kind.TEMPLATE
        ? item.tokens().stream().anyMatch(this::isNaming)
        : last.isName() && sought.isCarriedAs(last.text());
  }

  private boolean takesAll(SqlQuery query, Star star) {
    List<Read> meant =
        query.reads().filter(read -> star.of().filter(read::isCalled).isPresent()).toList();

    return meant.isEmpty() ? takes(query) : holding(query, meant.stream()).findAny().isPresent();
  }
}
