package io.freshet.dbt.lookml;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One block of LookML, such as a dimension, with its parameters in the order in which they came.
 */
final class Block {
  private static final String INDENT = "  ";

  private final String head;
  private final List<String> lines = new ArrayList<>();

  Block(String kind, String name) {
    this.head = "%s: %s".formatted(kind, name);
  }

  /** A word of LookML, such as {@code yes}. */
  Block word(String parameter, String value) {
    lines.add("%s: %s".formatted(parameter, value));

    return this;
  }

  Block text(String parameter, String value) {
    return word(parameter, quoted(value));
  }

  Block words(String parameter, List<String> values) {
    return word(parameter, "[%s]".formatted(String.join(", ", values)));
  }

  Block texts(String parameter, List<String> values) {
    return words(parameter, values.stream().map(Block::quoted).toList());
  }

  Block sql(String parameter, String expression) {
    return word(parameter, expression + " ;;");
  }

  Block block(Block inner) {
    lines.add("");
    inner.render().lines().forEach(lines::add);

    return this;
  }

  String render() {
    return lines.stream()
        .map(line -> line.isEmpty() ? "\n" : INDENT + line + "\n")
        .collect(Collectors.joining("", head + " {\n", "}\n"));
  }

  static String quoted(String value) {
    return "\"%s\"".formatted(value.replace("\\", "\\\\").replace("\"", "\\\""));
  }
}
