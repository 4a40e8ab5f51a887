package io.freshet.ingestion.sqlapps.application;

import java.util.ArrayList;
import java.util.List;

/**
 * The SQL of an application, which still knows its place in the file.
 *
 * @param text as a parser sees it
 * @param firstLine the file's line of the text's first
 * @param indents how far each line is moved to the right in the file
 */
public record SqlBlock(String text, int firstLine, List<Integer> indents) {
  public SqlBlock {
    indents = List.copyOf(indents);
  }

  /** The text of a literal block scalar whose indicator stands on that line of the file. */
  static SqlBlock literal(String text, int indicatorLine, List<String> fileLines) {
    List<Integer> indents = new ArrayList<>();
    int number = indicatorLine;
    for (String line : text.split("\n", -1)) {
      String inFile = number < fileLines.size() ? fileLines.get(number) : line;
      indents.add(Math.max(0, inFile.length() - line.length()));
      number++;
    }

    return new SqlBlock(text, indicatorLine + 1, indents);
  }

  /** Where in the file an offset of the text lies. */
  public Place place(int offset) {
    int line = 0;
    int start = 0;
    for (int i = 0; i < offset; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        start = i + 1;
      }
    }

    return new Place(firstLine + line, offset - start + indents.get(line) + 1);
  }

  /** Where in the file a line and column of a statement lie; both count from 1. */
  public Place place(SqlStatement statement, int line, int column) {
    int offset = statement.offset();
    for (int skipped = 1; skipped < line; skipped++) {
      int end = text.indexOf('\n', offset);
      if (end < 0) {
        break;
      }
      offset = end + 1;
    }

    return place(Math.min(offset + column - 1, text.length()));
  }

  /** In their order. */
  public List<SqlStatement> statements() {
    return SqlStatement.split(text);
  }
}
