package io.freshet.testing.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What could be asked of HTTP doors in released versions, and what was in their answers, as their
 * OpenAPI documents had it. Recorded files never change; {@code -Dfreshet.record=VERSION} records a
 * release, before it is one.
 */
class RecordedDoorsTest {
  private static final Path RECORDED = Path.of("src", "test", "resources", "recorded-doors");
  private static final Path PROJECT = Path.of("..", "..");
  private static final String REQUIRED = " (required)";
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "head");

  /** Those that others than our own pages call. */
  private static final Map<String, String> DOORS =
      new TreeMap<>(
          Map.of(
              "gateway", "ingestion/event-gateway/src/main/resources/io/freshet/ingestion/gateway",
              "live", "serving/live/src/main/resources/io/freshet/serving/live",
              "orders", "serving/orders/src/main/resources/io/freshet/serving/orders",
              "lineage", "lineage/src/main/resources/io/freshet/lineage",
              "catalog", "catalog/src/main/resources/io/freshet/catalog"));

  static List<Path> releases() throws IOException {
    try (Stream<Path> files = Files.walk(RECORDED)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  static Set<String> doors() {
    return DOORS.keySet();
  }

  @ParameterizedTest
  @MethodSource("releases")
  void takesAndAnswersAllThatAReleaseDid(Path release) throws IOException {
    Set<String> now = said(door(release));
    now.addAll(now.stream().map(line -> line.replace(REQUIRED, "")).toList());

    assertThat(now)
        .containsAll(
            Files.readAllLines(release).stream().map(line -> line.replace(REQUIRED, "")).toList());
  }

  @ParameterizedTest
  @MethodSource("releases")
  void asksForNothingThatAReleaseDidNotAskFor(Path release) throws IOException {
    List<String> then = Files.readAllLines(release);
    List<String> asked =
        said(door(release)).stream()
            .filter(line -> line.endsWith(REQUIRED))
            .filter(line -> then.contains(line.substring(0, line.indexOf(" | "))))
            .toList();

    assertThat(then).containsAll(asked);
  }

  @ParameterizedTest
  @MethodSource("doors")
  @EnabledIfSystemProperty(named = "freshet.record", matches = ".+")
  void records(String door) throws IOException {
    Path release = RECORDED.resolve(System.getProperty("freshet.record"));
    Files.createDirectories(release);
    Files.write(release.resolve(door + ".txt"), said(door));
  }

  private static String door(Path release) {
    return release.getFileName().toString().replace(".txt", "");
  }

  /** {@code POST /events}, {@code POST /events | ce-id in header}, {@code Error.code}. */
  private static Set<String> said(String door) throws IOException {
    Map<?, ?> document = document(door);
    Set<String> said = new TreeSet<>();
    map(document, "paths")
        .forEach((path, operations) -> addPath(document, path.toString(), operations, said));
    map(map(document, "components"), "schemas")
        .forEach((name, schema) -> addFields(name.toString(), schema, said));

    return said;
  }

  private static void addPath(
      Map<?, ?> document, String path, Object operations, Set<String> said) {
    Map<?, ?> byMethod = (Map<?, ?>) operations;
    byMethod.forEach(
        (method, operation) -> {
          if (METHODS.contains(method)) {
            String name = "%s %s".formatted(method.toString().toUpperCase(Locale.ROOT), path);
            said.add(name);
            addParameters(document, name, byMethod, said);
            addParameters(document, name, (Map<?, ?>) operation, said);
            map((Map<?, ?>) operation, "responses")
                .forEach((status, answer) -> said.add("%s | answers %s".formatted(name, status)));
          }
        });
  }

  private static void addParameters(
      Map<?, ?> document, String name, Map<?, ?> of, Set<String> said) {
    if (of.get("parameters") instanceof List<?> parameters) {
      for (Object each : parameters) {
        Map<?, ?> parameter = resolved(document, (Map<?, ?>) each);
        boolean isRequired = Boolean.TRUE.equals(parameter.get("required"));
        said.add(
            "%s | %s in %s%s"
                .formatted(
                    name, parameter.get("name"), parameter.get("in"), isRequired ? REQUIRED : ""));
      }
    }
  }

  private static void addFields(String name, Object schema, Set<String> said) {
    if (schema instanceof Map<?, ?> fields) {
      map(fields, "properties")
          .forEach(
              (field, inner) -> {
                String path = name + "." + field;
                said.add(path);
                addFields(path, inner, said);
              });
      addFields(name + "[]", fields.get("items"), said);
    }
  }

  private static Map<?, ?> resolved(Map<?, ?> document, Map<?, ?> parameter) {
    Object reference = parameter.get("$ref");
    if (reference == null) {
      return parameter;
    }
    Map<?, ?> found = document;
    for (String step : reference.toString().substring(2).split("/", -1)) {
      found = map(found, step);
    }

    return found;
  }

  private static Map<?, ?> map(Map<?, ?> of, String key) {
    return of.get(key) instanceof Map<?, ?> inner ? inner : Map.of();
  }

  private static Map<?, ?> document(String door) throws IOException {
    Path file = PROJECT.resolve(DOORS.get(door)).resolve("http/openapi.yaml");
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(1_000);
    try (InputStream in = Files.newInputStream(file)) {
      return new Yaml(new SafeConstructor(options)).load(in);
    }
  }
}
