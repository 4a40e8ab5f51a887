package io.freshet.core.contract.odcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns YAML nodes into a JSON tree and notes on which line each part begins. */
final class TreeBuilder {
  // YAML 1.1 also has octal, sexagesimal and underscored numbers; these stay text, so that nobody
  // writes 010 and gets 8.
  private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9]\\d{0,30})");
  private static final Pattern FRACTION =
      Pattern.compile("[-+]?\\d{1,30}(\\.\\d{0,30})?(e[-+]?\\d{1,3})?");
  private static final Set<String> TRUE = Set.of("true", "yes", "on");

  private final JsonNodeFactory nodes = JsonNodeFactory.withExactBigDecimals(true);
  private final Map<String, Integer> lines = new HashMap<>();

  JsonNode build(Node root) throws MalformedDocumentException {
    return convert(root, Paths.ROOT);
  }

  Map<String, Integer> lines() {
    return lines;
  }

  private JsonNode convert(Node node, String path) throws MalformedDocumentException {
    lines.putIfAbsent(path, line(node));
    if (node instanceof MappingNode mapping) {
      return object(mapping, path);
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode array = nodes.arrayNode();
      for (Node item : sequence.getValue()) {
        array.add(convert(item, Paths.item(path, array.size())));
      }

      return array;
    }

    return scalar((ScalarNode) node, path);
  }

  private ObjectNode object(MappingNode mapping, String path) throws MalformedDocumentException {
    ObjectNode object = nodes.objectNode();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode keyNode)) {
        throw new MalformedDocumentException(
            line(entry.getKeyNode()), path, "a key is a list or a map", "a key that is a word");
      }
      String key = keyNode.getValue();
      String keyPath = Paths.key(path, key);
      if (object.has(key)) {
        throw new MalformedDocumentException(
            line(keyNode),
            keyPath,
            "%s is written twice, first on line %d".formatted(key, lines.get(keyPath)),
            "each key once");
      }
      lines.put(keyPath, line(keyNode));
      object.set(key, convert(entry.getValueNode(), keyPath));
    }

    return object;
  }

  private JsonNode scalar(ScalarNode node, String path) throws MalformedDocumentException {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.STR) || tag.equals(Tag.TIMESTAMP)) {
      return nodes.textNode(text);
    }
    if (tag.equals(Tag.NULL)) {
      return nodes.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return nodes.booleanNode(TRUE.contains(text.toLowerCase(Locale.ROOT)));
    }
    if (tag.equals(Tag.INT)) {
      return INTEGER.matcher(text).matches()
          ? nodes.numberNode(new BigInteger(text))
          : nodes.textNode(text);
    }
    if (tag.equals(Tag.FLOAT)) {
      return FRACTION.matcher(text.toLowerCase(Locale.ROOT)).matches()
          ? nodes.numberNode(new BigDecimal(text))
          : nodes.textNode(text);
    }

    throw new MalformedDocumentException(
        line(node), path, "the tag %s has no meaning here".formatted(tag), "a value without a tag");
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }
}
