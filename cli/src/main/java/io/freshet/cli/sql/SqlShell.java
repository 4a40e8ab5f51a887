package io.freshet.cli.sql;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.query.Names;
import io.freshet.warehouse.trino.query.Statements;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;

/**
 * Reads statements from a terminal, over as many lines as they take, until a semicolon ends them.
 * Ctrl-C stops the statement that runs or drops the one that is being written, Ctrl-D leaves.
 */
final class SqlShell {
  private static final String HELP =
      """
      End a statement with ;      it may have many lines
      Tab                         completes keywords, schemas, tables and columns
      Up, Ctrl-R                  earlier statements
      Ctrl-C                      stops the statement that runs
      show tables from raw;       what there is
      describe raw.NAME;          its columns and what they mean
      select * from freshet.freshness;    how stale the tables are
      help or \\h, quit or \\q\
      """;

  private final Terminal terminal;
  private final LineReader reader;
  private final SqlSession session;
  private final AnswerFormat format;

  /**
   * Over a session, whose statement Ctrl-C stops.
   *
   * @param names are read beside it, and so must come from elsewhere
   */
  SqlShell(
      Terminal terminal,
      Path history,
      SqlSession session,
      CompletableFuture<Names> names,
      AnswerFormat format) {
    this.terminal = terminal;
    this.session = session;
    this.format = format;
    this.reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("freshet")
            .parser(new UntilSemicolon())
            .completer(
                new SqlCompleter(() -> names.exceptionally(e -> Names.NONE).getNow(Names.NONE)))
            .variable(LineReader.HISTORY_FILE, history)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "      -> ")
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .build();
    terminal.handle(Terminal.Signal.INT, signal -> session.cancel());
  }

  /** Returns when the user leaves. */
  void run() {
    PrintWriter out = terminal.writer();
    out.println("Trino, catalog lake. help shows what there is, \\q leaves.");
    while (true) {
      try {
        String line = reader.readLine("freshet> ").strip();
        if (isOneOf(line, "quit", "exit", "\\q")) {
          return;
        }
        if (isOneOf(line, "help", "\\h")) {
          out.println(HELP);
        } else {
          Statements.of(line).all().forEach(statement -> ask(statement, out));
        }
        out.flush();
      } catch (UserInterruptException dropped) {
        continue;
      } catch (EndOfFileException left) {
        return;
      }
    }
  }

  private void ask(String statement, PrintWriter out) {
    ProgressLine line = ProgressLine.on(out, () -> session.progress().map(QueryProgress::describe));
    try (line) {
      session.run(
          statement,
          answer -> {
            line.close();
            format.print(answer, out);
            out.flush();
          });
    } catch (FreshetException e) {
      out.println(e.getMessage());
    }
  }

  private static boolean isOneOf(String line, String... words) {
    String word = line.toLowerCase(Locale.ROOT).replaceFirst(";$", "").strip();
    for (String candidate : words) {
      if (word.equals(candidate)) {
        return true;
      }
    }

    return false;
  }

  /** Words of SQL; a line is over when a semicolon ends it, or when it is a word for the shell. */
  private static final class UntilSemicolon extends DefaultParser {
    private static final String DELIMITERS = "(),;=<>+-*/|";

    UntilSemicolon() {
      setEscapeChars(new char[0]);
      setQuoteChars(new char[0]);
    }

    @Override
    public boolean isDelimiterChar(CharSequence buffer, int position) {
      return super.isDelimiterChar(buffer, position)
          || DELIMITERS.indexOf(buffer.charAt(position)) >= 0;
    }

    @Override
    public ParsedLine parse(String line, int cursor, Parser.ParseContext context) {
      boolean whole =
          line.isBlank()
              || isOneOf(line.strip(), "quit", "exit", "help", "\\q", "\\h")
              || Statements.of(line).rest().isEmpty();
      if (context == Parser.ParseContext.ACCEPT_LINE && !whole) {
        throw new EOFError(-1, -1, "A semicolon ends a statement");
      }

      return super.parse(line, cursor, context);
    }
  }
}
