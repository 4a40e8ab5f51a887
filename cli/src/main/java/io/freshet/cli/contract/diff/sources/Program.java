package io.freshet.cli.contract.diff.sources;

import io.freshet.cli.contract.diff.sql.Carriers;
import io.freshet.cli.contract.diff.sql.How;
import io.freshet.cli.contract.diff.sql.Sought;
import io.freshet.cli.contract.diff.sql.SqlFlow;
import io.freshet.cli.contract.diff.sql.SqlFlow.Found;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A program that may read tables: it names them and columns in its code, or takes all columns there
 * or in SQL.
 */
record Program(String who, Language language, List<Part> parts) implements Source {
  private static final Pattern STAR =
      Pattern.compile("\\b(?:select|selectExpr|col|expr|struct)\\s*\\(\\s*[\"']\\*[\"']");

  private static final Pattern CHOICE = Pattern.compile("\\.\\s*(?:select|selectExpr|agg)\\s*\\(");

  Program {
    parts = List.copyOf(parts);
  }

  record Part(String file, CodeText text) {}

  static Program notebook(SourceFile file) {
    return python("notebook " + file.name(), file, Notebook.code(file.text()));
  }

  static Program dashboard(SourceFile file) {
    return python("dashboard " + file.name(), file, SourceText.of(file.text()));
  }

  private static Program python(String who, SourceFile file, SourceText code) {
    return new Program(
        who, Language.PYTHON, List.of(new Part(file.path(), CodeText.of(code, Language.PYTHON))));
  }

  @Override
  public Optional<Mention> mention(Sought sought, Carriers carriers) {
    Set<String> tables = carriers.names();
    Optional<Mention> table = first(How.MENTIONS, found(words(tables)));
    if (table.isEmpty() || sought.column().isEmpty()) {
      return table;
    }

    return first(How.MENTIONS, found(words(sought.word().stream().toList())))
        .or(() -> inSql(sought, carriers))
        .or(() -> first(How.TAKES_ALL, starWhereItIs(tables)))
        .or(() -> takenWhole(tables));
  }

  private Optional<Mention> inSql(Sought sought, Carriers carriers) {
    for (Part part : parts) {
      Optional<Found> found = new SqlFlow(part.text().sql(), sought, carriers).find();
      if (found.isPresent()) {
        return Optional.of(mention(found.get().how(), part, found.get().offset()));
      }
    }

    return Optional.empty();
  }

  private Optional<Mention> takenWhole(Set<String> tables) {
    return switch (language) {
      case PYTHON -> first(How.TAKES_ALL, code -> TableCalls.wholeRead(code, tables));
      case JAVA -> choosesColumns() ? Optional.empty() : first(How.TAKES_ALL, found(words(tables)));
    };
  }

  private boolean choosesColumns() {
    return parts.stream().anyMatch(part -> CHOICE.matcher(part.text().code()).find());
  }

  private Optional<Mention> first(How how, Function<String, OptionalInt> search) {
    for (Part part : parts) {
      OptionalInt offset = search.apply(part.text().code());
      if (offset.isPresent()) {
        return Optional.of(mention(how, part, offset.getAsInt()));
      }
    }

    return Optional.empty();
  }

  private Mention mention(How how, Part part, int offset) {
    return new Mention(who, how, part.file(), part.text().line(offset));
  }

  /** What is selected far from where a table is named may be rows of another. */
  private static Function<String, OptionalInt> starWhereItIs(Set<String> tables) {
    Function<String, OptionalInt> named = found(words(tables));

    return code -> named.apply(code).isPresent() ? found(STAR).apply(code) : OptionalInt.empty();
  }

  private static Function<String, OptionalInt> found(Pattern pattern) {
    return code -> {
      Matcher matcher = pattern.matcher(code);

      return matcher.find() ? OptionalInt.of(matcher.start()) : OptionalInt.empty();
    };
  }

  private static Pattern words(Collection<String> words) {
    return Pattern.compile(
        words.stream()
            .map(Pattern::quote)
            .collect(Collectors.joining("|", "(?<![a-zA-Z0-9_])(?:", ")(?![a-zA-Z0-9_])")));
  }
}
