package io.freshet.cli.contract.diff.sources;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What is written in a file, or in parts of it.
 *
 * @param lines of the file, from 1, on which the text's lines stand
 */
record SourceText(String text, List<Integer> lines) {
  SourceText {
    lines = List.copyOf(lines);
  }

  static SourceText of(String text) {
    return new SourceText(text, IntStream.rangeClosed(1, breaks(text) + 1).boxed().toList());
  }

  SourceText part(int start, int end) {
    return new SourceText(
        text.substring(start, end), lines.subList(breaks(text.substring(0, start)), lines.size()));
  }

  int line(int offset) {
    return lines.get(breaks(text.substring(0, offset)));
  }

  private static int breaks(String text) {
    return (int) text.chars().filter(character -> character == '\n').count();
  }
}
