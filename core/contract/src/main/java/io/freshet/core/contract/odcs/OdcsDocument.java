package io.freshet.core.contract.odcs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * One YAML file as a JSON tree that still knows the line of each of its parts. What a hostile file
 * can cost is bounded: size, depth, and no aliases but those of single values.
 */
public final class OdcsDocument {
  /** Some forty times the largest contract that is shipped. */
  public static final int MAX_CHARACTERS = 1 << 18;

  static final int MAX_DEPTH = 40;

  private static final int MAX_PRINTED = 60;

  private final JsonNode root;
  private final Map<String, Integer> lines;

  private OdcsDocument(JsonNode root, Map<String, Integer> lines) {
    this.root = root;
    this.lines = Map.copyOf(lines);
  }

  public static OdcsDocument parse(String yaml) throws MalformedDocumentException {
    Node composed = compose(yaml);
    if (composed == null) {
      throw new MalformedDocumentException(
          1, Paths.ROOT, "the file is empty", "an ODCS v3.1.0 data contract");
    }
    TreeBuilder builder = new TreeBuilder();
    JsonNode root = builder.build(composed);
    if (!root.isObject()) {
      throw new MalformedDocumentException(
          1, Paths.ROOT, "the file holds no keys", "an ODCS v3.1.0 data contract");
    }

    return new OdcsDocument(root, builder.lines());
  }

  public JsonNode root() {
    return root;
  }

  /** The line of a place, or of the nearest place above it that the file has. */
  public int line(String path) {
    String known = path;
    while (!lines.containsKey(known)) {
      known = Paths.parent(known);
    }

    return lines.get(known);
  }

  /** A value as a message may repeat it: short, and recognizable as what it is. */
  public static String print(JsonNode value) {
    String text = value.toString();

    return text.length() <= MAX_PRINTED ? text : text.substring(0, MAX_PRINTED) + "…";
  }

  private static Node compose(String yaml) throws MalformedDocumentException {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MAX_CHARACTERS);
    limits.setNestingDepthLimit(MAX_DEPTH);
    // Every contract says everything in its place; and no alias can blow the tree up.
    limits.setMaxAliasesForCollections(0);
    try {
      return new Yaml(new SafeConstructor(limits)).compose(new StringReader(yaml));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new MalformedDocumentException(line, Paths.ROOT, problem(e), "well-formed YAML");
    } catch (YAMLException e) {
      throw new MalformedDocumentException(
          1,
          Paths.ROOT,
          e.getMessage().replace('\n', ' '),
          "one document of at most %d characters, %d levels deep, without aliases of lists or maps"
              .formatted(MAX_CHARACTERS, MAX_DEPTH));
    }
  }

  private static String problem(MarkedYAMLException e) {
    String context = e.getContext() == null ? "" : " " + e.getContext();

    return "this is no YAML: %s%s".formatted(e.getProblem(), context).replace('\n', ' ');
  }
}
