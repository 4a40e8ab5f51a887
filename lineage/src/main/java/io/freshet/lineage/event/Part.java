package io.freshet.lineage.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A place in an event, which knows its path for whoever has to correct it. */
record Part(String path, JsonNode node) {
  // Names are keys in Postgres, whose index entries are bounded to 2704 bytes; the longest entry is
  // made of two names, a type and a subtype.
  static final int MAX_NAME_BYTES = 500;

  static Part root(JsonNode node) {
    return new Part("", node);
  }

  /** What is there under that name; an absent one where there is nothing. */
  Part at(String name) {
    JsonNode found = node.path(name);

    return new Part(join(name), found.isNull() ? MissingNode.getInstance() : found);
  }

  boolean has(String name) {
    return !at(name).isAbsent();
  }

  boolean isAbsent() {
    return node.isMissingNode();
  }

  /** A required object. */
  Part object(String name) {
    Part part = at(name);
    if (!part.node.isObject()) {
      throw part.wrong("an object");
    }

    return part;
  }

  /** A required text that can be a key. */
  String name(String name) {
    return optionalName(name).orElseThrow(() -> at(name).wrong("a name"));
  }

  /** A text that can be a key; empty also where it is blank. */
  Optional<String> optionalName(String name) {
    Part part = at(name);
    Optional<String> text = part.text().filter(found -> !found.isBlank());
    text.ifPresent(part::requireShort);

    return text;
  }

  private void requireShort(String name) {
    int bytes = bytes(name);
    if (bytes > MAX_NAME_BYTES) {
      throw InvalidEventException.at(
          path, "a name of %d bytes".formatted(bytes), "one of at most " + MAX_NAME_BYTES);
    }
  }

  static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }

  Optional<String> text(String name) {
    return at(name).text();
  }

  private Optional<String> text() {
    if (isAbsent()) {
      return Optional.empty();
    }
    if (!node.isTextual() || node.textValue().indexOf('\0') >= 0) {
      throw wrong("a text");
    }

    return Optional.of(node.textValue());
  }

  /** The elements of an array, none where there is no array. */
  List<Part> list(String name) {
    Part part = at(name);
    if (!part.isAbsent() && !part.node.isArray()) {
      throw part.wrong("an array");
    }
    List<Part> elements = new ArrayList<>();
    for (JsonNode element : part.node) {
      Part found = new Part("%s[%d]".formatted(part.path, elements.size()), element);
      if (!element.isObject()) {
        throw found.wrong("an object");
      }
      elements.add(found);
    }

    return elements;
  }

  /** The entries of an object by name, none where there is no object. */
  Map<String, Part> entries(String name) {
    Part part = at(name);
    if (!part.isAbsent() && !part.node.isObject()) {
      throw part.wrong("an object");
    }
    Map<String, Part> entries = new LinkedHashMap<>();
    part.node
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (key.isBlank() || key.indexOf('\0') >= 0) {
                throw part.wrong("one whose keys are names");
              }
              part.requireShort(key);
              entries.put(key, part.at(key));
            });

    return entries;
  }

  InvalidEventException wrong(String wanted) {
    return InvalidEventException.at(path, seen(), wanted);
  }

  private String seen() {
    return switch (node.getNodeType()) {
      case MISSING, NULL -> "not there";
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case STRING -> node.textValue().isBlank() ? "empty" : '"' + shortened(node.textValue()) + '"';
      case BINARY, BOOLEAN, NUMBER, POJO -> node.asText();
    };
  }

  private static String shortened(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", "?");

    return printable.length() <= 60 ? printable : printable.substring(0, 60) + "…";
  }

  private String join(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
