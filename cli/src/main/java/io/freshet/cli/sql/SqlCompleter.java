package io.freshet.cli.sql;

import io.freshet.warehouse.trino.query.Names;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes keywords, schemas, tables and columns. */
final class SqlCompleter implements Completer {
  private static final List<String> KEYWORDS =
      List.of(
          ("select from where group by order by limit join left inner cross on using as with and or"
                  + " not in is null like between distinct count sum avg min max having union all"
                  + " case when then else end cast interval date timestamp show describe explain"
                  + " tables schemas columns create insert into values drop view table")
              .split(" "));

  private final Supplier<Names> names;

  SqlCompleter(Supplier<Names> names) {
    this.names = names;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    String begun = line.word().substring(0, line.wordCursor());
    suggestions(begun, names.get()).forEach(word -> candidates.add(new Candidate(word)));
  }

  /** Words that begin as {@code begun} does; tables only once their schema is being written. */
  static List<String> suggestions(String begun, Names names) {
    String wanted = begun.toLowerCase(Locale.ROOT);
    if (wanted.contains(".")) {
      return names.tables().stream().filter(table -> table.startsWith(wanted)).toList();
    }

    return Stream.of(
            names.schemas().stream().map(schema -> schema + "."),
            names.columnsOf(table -> true).stream(),
            KEYWORDS.stream())
        .flatMap(Function.identity())
        .filter(word -> word.startsWith(wanted))
        .map(word -> isUpper(begun) && KEYWORDS.contains(word) ? upper(word) : word)
        .toList();
  }

  private static boolean isUpper(String begun) {
    return !begun.isEmpty() && begun.equals(upper(begun));
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
