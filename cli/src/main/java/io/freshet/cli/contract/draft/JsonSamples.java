package io.freshet.cli.contract.draft;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.contract.draft.JsonShape.Kind;
import io.freshet.core.contract.JsonForm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Drafts columns from events in JSON: one object, one a line, or an array of them. */
final class JsonSamples {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final Problems problems;
  private final JsonShape events = new JsonShape();

  private JsonSamples(Problems problems) {
    this.problems = problems;
  }

  static Draft read(Path file) throws IOException {
    Problems problems = new Problems(file);
    JsonSamples samples = new JsonSamples(problems);
    try (MappingIterator<JsonNode> values =
        MAPPER.readerFor(JsonNode.class).readValues(file.toFile())) {
      while (values.hasNextValue()) {
        samples.see(values.nextValue());
      }
    } catch (JsonProcessingException e) {
      throw problems.unreadable(
          "line %d, column %d: %s"
              .formatted(
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr(),
                  e.getOriginalMessage()));
    }
    if (samples.events.seen() == 0) {
      throw problems.unreadable("it holds no JSON object");
    }
    List<DraftColumn> columns = samples.columns("", samples.events);
    problems.check();

    return new Draft("", columns);
  }

  private void see(JsonNode value) {
    Iterable<JsonNode> samples = value.isArray() ? value : List.of(value);
    for (JsonNode sample : samples) {
      if (!sample.isObject()) {
        throw problems.unreadable(
            "an event is an object with named values, and this is %s".formatted(shortened(sample)));
      }
      events.see(sample);
    }
  }

  private static String shortened(JsonNode value) {
    String text = value.toString();

    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private List<DraftColumn> columns(String parent, JsonShape object) {
    ColumnNames names = new ColumnNames(problems);
    List<DraftColumn> columns = new ArrayList<>();
    for (Map.Entry<String, JsonShape> part : object.parts().entrySet()) {
      String place = parent + part.getKey();
      Optional<String> name = names.of(part.getKey(), place);
      Optional<DraftColumn> column = name.flatMap(known -> column(known, place, part.getValue()));
      column
          .map(found -> named(found, part.getKey()))
          .map(found -> counted(found, object, part.getValue()))
          .ifPresent(columns::add);
    }
    if (columns.isEmpty() && object.parts().isEmpty()) {
      problems.add(
          parent.isEmpty() ? "" : parent.substring(0, parent.length() - 1),
          "the object is empty in every sample",
          "add a sample with values, or leave it out");
    }

    return columns;
  }

  private static DraftColumn named(DraftColumn column, String field) {
    return column.in(new JsonForm(field, column.json().isAny()));
  }

  /** One sample tells nothing about what may lack in others. */
  private DraftColumn counted(DraftColumn column, JsonShape object, JsonShape part) {
    boolean always = object.seen() > 1 && part.seen() == object.seen();

    return always
        ? column.asRequired().guess("required, as in all %d samples".formatted(object.seen()))
        : column;
  }

  private Optional<DraftColumn> column(String name, String place, JsonShape shape) {
    DraftColumn column = DraftColumn.of(name, DraftType.STRING);
    if (shape.kinds().isEmpty()) {
      return Optional.of(column.guess("string, as the sample has only nulls here"));
    }

    if (isOfManyTypes(name, shape)) {
      return Optional.of(
          column
              .in(new JsonForm(name, true))
              .guess(
                  "JSON text, as it is %s in different samples".formatted(words(shape.kinds()))));
    }

    return type(name, place, shape).map(type -> hinted(column.as(type), shape));
  }

  /** As one column has one type, it can only keep such values as JSON. */
  private static boolean isOfManyTypes(String name, JsonShape shape) {
    Set<Kind> kinds = shape.kinds();

    return kinds.size() > 1 && !kinds.contains(Kind.HUGE) && plain(name, kinds).isEmpty();
  }

  private static String words(Set<Kind> kinds) {
    return kinds.stream()
        .map(kind -> NameGuesses.word(kind.name()))
        .collect(Collectors.joining(" and "));
  }

  private static DraftColumn hinted(DraftColumn column, JsonShape shape) {
    if (column.type() == DraftType.DOUBLE) {
      return NameGuesses.isMoney(column.name())
          ? column.guess(
              "double; an amount that must be exact is a long %s_minor with a currency beside it"
                  .formatted(column.name()))
          : column.guess("double; a decimal(p,s) if it must be exact");
    }
    if (column.type() == DraftType.LONG && NameGuesses.isTime(column.name())) {
      return column.guess("long; a timestamp if senders can send an RFC 3339 text");
    }
    if (column.type() == DraftType.STRING && shape.kinds().size() > 1) {
      return column.guess("string, as not every sample holds a time");
    }

    return column;
  }

  private Optional<DraftType> type(String name, String place, JsonShape shape) {
    Set<Kind> kinds = shape.kinds();
    if (kinds.contains(Kind.HUGE)) {
      problems.add(place, "a whole number does not fit into 64 bits", "send it as text");
      return Optional.empty();
    }
    if (kinds.equals(EnumSet.of(Kind.OBJECT))) {
      return Optional.of(new DraftType.Parts(columns(place + ".", shape)));
    }
    if (kinds.equals(EnumSet.of(Kind.ARRAY))) {
      return list(name, place, shape.element());
    }
    Optional<DraftType> plain = plain(name, kinds);
    if (plain.isEmpty()) {
      problems.add(
          place,
          "it is %s in different samples".formatted(words(kinds)),
          "a column has one type: give the others another name");
    }

    return plain;
  }

  private Optional<DraftType> list(String name, String place, JsonShape element) {
    String elements = place + "[]";
    if (element.hasNull()) {
      problems.add(elements, "an element is null", "elements are never null: leave them out");
    }
    if (element.kinds().isEmpty()) {
      problems.add(elements, "no sample has an element", "add a sample with one");
      return Optional.empty();
    }

    return type(name, elements, element).map(DraftType.ListOf::new);
  }

  private static Optional<DraftType> plain(String name, Set<Kind> kinds) {
    if (EnumSet.of(Kind.INTEGER, Kind.FRACTION).containsAll(kinds)) {
      return Optional.of(
          NameGuesses.isCoordinate(name)
              ? DraftType.COORDINATE
              : kinds.contains(Kind.FRACTION) ? DraftType.DOUBLE : DraftType.LONG);
    }
    if (EnumSet.of(Kind.TEXT, Kind.DATE, Kind.TIMESTAMP).containsAll(kinds)) {
      return Optional.of(
          kinds.size() > 1 || kinds.contains(Kind.TEXT)
              ? DraftType.STRING
              : kinds.contains(Kind.DATE) ? DraftType.DATE : DraftType.TIMESTAMP);
    }

    return kinds.equals(EnumSet.of(Kind.BOOLEAN))
        ? Optional.of(DraftType.BOOLEAN)
        : Optional.empty();
  }
}
