package io.freshet.testing.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** An OpenAPI 3.0 document: which calls a door has, what each takes and how it may answer. */
public final class ApiDocument {
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "head", "options");
  private static final int MAX_ALIASES = 10_000;
  private static final int MAX_DEPTH = 40;

  private final JsonNode root;
  private final List<Operation> operations;

  private ApiDocument(JsonNode root) {
    this.root = root;
    this.operations = readOperations();
  }

  /**
   * @param yaml of our own writing: references beyond the document are not followed
   */
  public static ApiDocument parse(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MAX_ALIASES);
    Object tree = new Yaml(new SafeConstructor(options)).load(yaml);

    return new ApiDocument(new ObjectMapper().valueToTree(tree));
  }

  /** The file {@code openapi.yaml} in the package of that class. */
  public static ApiDocument beside(Class<?> door) {
    try (InputStream in = door.getResourceAsStream("openapi.yaml")) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Operation> operations() {
    return operations;
  }

  /** The call of that name. */
  Operation require(String id) {
    return operations.stream()
        .filter(operation -> operation.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("The document has no operationId " + id));
  }

  /**
   * The call that a request is; a template without parameters goes before one that has some.
   *
   * @param path as it was sent, without a query
   */
  Optional<Operation> find(String method, String path) {
    return operations.stream()
        .filter(operation -> operation.method().equals(method) && fits(operation.path(), path))
        .min((one, other) -> Integer.compare(parameters(one.path()), parameters(other.path())));
  }

  /** In which media types it says why a request is refused. */
  Set<String> refusalTypes() {
    return operations.stream()
        .flatMap(operation -> operation.replies().entrySet().stream())
        .filter(reply -> reply.getKey().compareTo("400") >= 0)
        .flatMap(reply -> reply.getValue().content().keySet().stream())
        .collect(Collectors.toSet());
  }

  private static int parameters(String template) {
    return (int) template.chars().filter(each -> each == '{').count();
  }

  private static boolean fits(String template, String path) {
    String[] wanted = template.split("/", -1);
    String[] given = path.split("/", -1);
    if (wanted.length != given.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      boolean isParameter = wanted[i].startsWith("{");
      if (isParameter ? given[i].isEmpty() : !wanted[i].equals(given[i])) {
        return false;
      }
    }

    return true;
  }

  private List<Operation> readOperations() {
    List<Operation> found = new ArrayList<>();
    root.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .filter(each -> METHODS.contains(each.getKey()))
                    .forEach(
                        each ->
                            found.add(
                                operation(
                                    path.getKey(),
                                    each.getKey(),
                                    path.getValue(),
                                    each.getValue()))));

    return List.copyOf(found);
  }

  private Operation operation(String path, String method, JsonNode shared, JsonNode own) {
    List<Operation.Parameter> parameters = new ArrayList<>();
    for (JsonNode each : List.of(shared.path("parameters"), own.path("parameters"))) {
      each.forEach(parameter -> parameters.add(parameter(resolved(parameter, 0))));
    }
    Map<String, Operation.Reply> replies = new LinkedHashMap<>();
    own.path("responses")
        .properties()
        .forEach(reply -> replies.put(reply.getKey(), reply(resolved(reply.getValue(), 0))));

    return new Operation(
        own.path("operationId").asText(method + path),
        method.toUpperCase(Locale.ROOT),
        path,
        parameters,
        schemas(resolved(own.path("requestBody"), 0)),
        replies,
        schemes(own.has("security") ? own.get("security") : root.path("security")));
  }

  private static Operation.Parameter parameter(JsonNode json) {
    return new Operation.Parameter(
        json.path("name").asText(),
        json.path("in").asText(),
        json.path("required").asBoolean(),
        json.path("schema"));
  }

  private static Operation.Reply reply(JsonNode json) {
    Set<String> headers = new LinkedHashSet<>();
    json.path("headers")
        .properties()
        .forEach(
            header -> {
              if (header.getValue().path("required").asBoolean()) {
                headers.add(header.getKey());
              }
            });

    return new Operation.Reply(schemas(json), headers);
  }

  private static Map<String, JsonNode> schemas(JsonNode holder) {
    Map<String, JsonNode> schemas = new LinkedHashMap<>();
    holder
        .path("content")
        .properties()
        .forEach(each -> schemas.put(each.getKey(), each.getValue().path("schema")));

    return schemas;
  }

  private static List<String> schemes(JsonNode security) {
    List<String> names = new ArrayList<>();
    security.forEach(way -> way.fieldNames().forEachRemaining(names::add));

    return names;
  }

  /** With references replaced by what they stand for; what contains itself ends at some depth. */
  private JsonNode resolved(JsonNode node, int depth) {
    if (depth > MAX_DEPTH) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (node.has("$ref")) {
      return resolved(root.at(node.get("$ref").asText().substring(1)), depth + 1);
    }
    if (node.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      node.forEach(each -> copy.add(resolved(each, depth + 1)));

      return copy;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    Collection<Map.Entry<String, JsonNode>> fields = node.properties();
    fields.forEach(field -> copy.set(field.getKey(), resolved(field.getValue(), depth + 1)));

    return copy;
  }
}
