package io.freshet.cli.contract.draft;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A draft as a contract file. What the source does not say is left blank, so that lint asks for it;
 * what is supposed has a comment that says so.
 */
final class DraftText {
  /** What stands over the columns and is no column's. */
  record Heading(String name, String owner, String domain, String purpose, String source) {}

  private final StringBuilder text = new StringBuilder();
  private int nextId = 1;

  private DraftText() {}

  static String of(Heading heading, Draft draft) {
    DraftText text = new DraftText();
    List<DraftColumn> columns = keyed(draft.columns());
    text.head(heading, draft);
    text.columns(columns, "      ");
    text.tail(columns);

    return text.text.toString();
  }

  /** Keys and the event time are never null. */
  private static List<DraftColumn> keyed(List<DraftColumn> columns) {
    List<String> keys =
        List.of(
                NameGuesses.partitionKey(columns),
                NameGuesses.entityKey(columns),
                NameGuesses.eventTime(columns))
            .stream()
            .flatMap(Optional::stream)
            .map(DraftColumn::name)
            .toList();

    return columns.stream()
        .map(
            column ->
                keys.contains(column.name()) && !column.required()
                    ? column.asRequired().guess("required, as a key or the event time must be")
                    : column)
        .toList();
  }

  private void head(Heading heading, Draft draft) {
    line(
        "# A first draft, from %s. What a comment calls a guess is one: check it."
            .formatted(heading.source()));
    line("# Fill in what ./freshet contract lint asks for, then move the file to the contracts.");
    line("apiVersion: v3.1.0");
    line("kind: DataContract");
    line("id: " + heading.name());
    line("name: " + heading.name());
    line("version: 1.0.0");
    line("status: draft");
    line("domain: " + quoted(heading.domain()));
    line("description:");
    line("  purpose: " + quoted(heading.purpose().isEmpty() ? draft.purpose() : heading.purpose()));
    line("team:");
    line("  name: " + quoted(heading.owner()));
    line("schema:");
    line("  - name: " + heading.name());
    line("    logicalType: object");
    line("    physicalType: table");
    line("    properties:");
  }

  private void tail(List<DraftColumn> columns) {
    line("slaProperties:");
    line("  - {property: freshness, value: 3, unit: m}  # guess: the default");
    line("customProperties:");
    line("  - {property: kind, value: event}  # guess: facts, not the state of things");
    key("partitionKey", NameGuesses.partitionKey(columns), "what spreads events over Kafka");
    NameGuesses.entityKey(columns)
        .filter(entity -> !NameGuesses.partitionKey(columns).equals(Optional.of(entity)))
        .ifPresent(entity -> key("entityKey", Optional.of(entity), "whose order must hold"));
    key("eventTime", NameGuesses.eventTime(columns), "when the fact happened");
  }

  /** One that lacks is for lint to ask for. */
  private void key(String property, Optional<DraftColumn> column, String meaning) {
    column.ifPresent(
        found ->
            line(
                "  - {property: %s, value: %s}  # guess: %s"
                    .formatted(property, found.name(), meaning)));
  }

  private void columns(List<DraftColumn> columns, String indent) {
    for (DraftColumn drafted : columns) {
      DraftColumn column = NameGuesses.fitted(drafted);
      String inner = indent + "  ";
      line(indent + "- name: " + column.name());
      column.guesses().forEach(guess -> line(inner + "# guess: " + guess));
      int id = nextId++;
      Optional<Integer> elementId = elementId(column.type());
      type(column.type(), inner);
      if (column.required()) {
        line(inner + "required: true");
      }
      if (NameGuesses.isPersonal(column.name())) {
        line(inner + "classification: personal  # guess, by the name");
      }
      line(inner + "description: " + quoted(column.description()));
      if (!column.allowedValues().isEmpty()) {
        allowed(column.allowedValues(), inner);
      }
      custom(inner, id, elementId, column);
    }
  }

  private Optional<Integer> elementId(DraftType type) {
    return type instanceof DraftType.ListOf ? Optional.of(nextId++) : Optional.empty();
  }

  private void type(DraftType type, String indent) {
    if (type instanceof DraftType.Parts parts) {
      line(indent + "logicalType: object");
      line(indent + "properties:");
      columns(parts.columns(), indent + "  ");
    } else if (type instanceof DraftType.ListOf list) {
      line(indent + "logicalType: array");
      line(indent + "items:");
      Optional<Integer> elementId = elementId(list.element());
      type(list.element(), indent + "  ");
      elementId.ifPresent(id -> properties(indent + "  ", Stream.of(elementId(id))));
    } else if (type instanceof DraftType.Plain plain) {
      line(indent + "logicalType: " + plain.logicalType());
      if (!plain.physicalType().isEmpty()) {
        line(indent + "physicalType: " + plain.physicalType());
      }
    }
  }

  private void allowed(List<String> values, String indent) {
    line(indent + "quality:");
    line(indent + "  - metric: invalidValues");
    line(indent + "    mustBe: 0");
    line(
        indent
            + "    arguments: {validValues: [%s]}"
                .formatted(
                    values.stream().map(DraftText::quoted).collect(Collectors.joining(", "))));
  }

  private void custom(String indent, int id, Optional<Integer> elementId, DraftColumn column) {
    boolean hasOwnName = !column.json().name().equals(column.name());
    String name = "{property: jsonName, value: %s}".formatted(quoted(column.json().name()));
    properties(
        indent,
        Stream.of(
                Stream.of("{property: fieldId, value: %d}".formatted(id)),
                elementId.map(DraftText::elementId).stream(),
                hasOwnName ? Stream.of(name) : Stream.<String>empty(),
                column.json().isAny()
                    ? Stream.of("{property: anyJson, value: true}")
                    : Stream.<String>empty())
            .flatMap(each -> each));
  }

  private static String elementId(int id) {
    return "{property: elementId, value: %d}".formatted(id);
  }

  private void properties(String indent, Stream<String> properties) {
    line(indent + "customProperties: [" + properties.collect(Collectors.joining(", ")) + "]");
  }

  /** Double-quoted, as JSON and YAML both have it. */
  private static String quoted(String value) {
    return TextNode.valueOf(value).toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
