package io.freshet.cli.contract.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.freshness.FreshnessPlan;
import io.freshet.core.contract.freshness.RunningSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

class AlertRulesTest {
  private static final Path PROJECT = Path.of("..");
  private static final Contracts CONTRACTS = Contracts.read(PROJECT.resolve("contracts"));
  private static final AlertRules RULES = new AlertRules(99.9, "docs/runbooks");
  private static final Set<String> IN_THE_KEPT_FILE = Set.of("dasher_pings", "dasher_efficiency");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern DURATION = Pattern.compile("\\d+[smhd]");

  /** Those of a stream that must be in time within a minute, and of a table that may take a day. */
  @Test
  void writesWhatTheKeptFileSays() throws IOException {
    assertThat(AlertsCommand.text(RULES.of(plans(IN_THE_KEPT_FILE))))
        .isEqualTo(kept("alerts.yaml"));
  }

  @Test
  void everyTableThatIsJudgedHasItsRules() {
    List<Map<String, Object>> late =
        rules(all()).stream().filter(rule -> "FreshetTableLate".equals(rule.get("alert"))).toList();

    for (FreshnessPlan plan : plans(names())) {
      String table =
          "\"%s.%s\"".formatted(plan.contract().requireTable().namespace(), plan.contract().name());
      assertThat(late.stream().anyMatch(rule -> rule.get("expr").toString().contains(table)))
          .as(table)
          .isEqualTo(AlertRules.isJudged(plan.contract()));
    }
  }

  @Test
  void asksOnlyForWhatPartsExport() {
    Set<String> exported = ExportedMetrics.series();
    for (Map<String, Object> rule : rules(all())) {
      String expression = rule.get("expr").toString().replace("table:freshet_late:bool", "late");
      assertThat(exported).as(expression).containsAll(ExportedMetrics.askedForBy(expression));
    }
  }

  @Test
  void asksOnlyForLabelsThatTheyHave() {
    for (Map<String, Object> rule : rules(all())) {
      String expression = rule.get("expr").toString();
      assertThat(MetricLabels.unknownIn(expression)).as(expression).isEmpty();
    }
  }

  /** As Prometheus's parser of rules does, for where there is no promtool. */
  @Test
  void hasTheShapeOfARuleFile() {
    Map<String, Object> file = new Yaml().load(AlertsCommand.text(all()));
    Set<String> groups = new TreeSet<>();

    assertThat(file.keySet()).containsExactly("groups");
    for (Map<String, Object> group : list(file.get("groups"))) {
      assertThat(Set.of("name", "interval", "rules")).containsAll(group.keySet());
      assertThat(groups.add(group.get("name").toString())).isTrue();
      list(group.get("rules")).forEach(AlertRulesTest::holdsShape);
    }
  }

  private static void holdsShape(Map<String, Object> rule) {
    assertThat(Set.of("record", "alert", "expr", "for", "labels", "annotations"))
        .containsAll(rule.keySet());
    assertThat(rule.containsKey("record")).isNotEqualTo(rule.containsKey("alert"));
    assertThat(rule.getOrDefault("record", rule.get("alert")).toString()).matches(NAME);
    assertThat(rule.getOrDefault("for", "1m").toString()).matches(DURATION);
    String expression = rule.get("expr").toString();
    for (String pair : List.of("()", "{}", "[]")) {
      assertThat(count(expression, pair.charAt(0))).isEqualTo(count(expression, pair.charAt(1)));
    }
    assertThat(count(expression, '"') % 2).isZero();
    if (rule.get("labels") instanceof Map<?, ?> labels) {
      assertThat(labels.keySet()).allMatch(label -> label.toString().matches("[a-z_]+"));
      assertThat(labels.containsKey("severity")).isEqualTo(rule.containsKey("alert"));
    }
  }

  @Test
  void everyRunbookIsThere() {
    for (Map<String, Object> rule : rules(all())) {
      if (rule.get("annotations") instanceof Map<?, ?> annotations) {
        assertThat(PROJECT.resolve(annotations.get("runbook").toString())).isRegularFile();
        assertThat(annotations.get("likely_cause").toString()).isNotBlank();
      }
    }
  }

  /** The real one, with series that are late and series that are not. */
  @Test
  void promtoolTakesThemAndTheyFire(@TempDir Path folder) throws Exception {
    assumeThat(promtool()).as("promtool is on the PATH").isPresent();
    Files.writeString(folder.resolve("alerts.yaml"), kept("alerts.yaml"));
    Files.writeString(folder.resolve("alerts_test.yaml"), kept("alerts_test.yaml"));
    Path output = folder.resolve("output");
    for (List<String> words :
        List.of(
            List.of("check", "rules", "alerts.yaml"),
            List.of("test", "rules", "alerts_test.yaml"))) {
      Process process =
          new ProcessBuilder(
                  Stream.concat(Stream.of(promtool().orElseThrow()), words.stream()).toList())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();

      assertThat(process.waitFor()).as(Files.readString(output)).isZero();
    }
  }

  private static Optional<String> promtool() {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, "promtool"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static Map<String, Object> all() {
    return RULES.of(plans(names()));
  }

  private static Set<String> names() {
    Set<String> names = new TreeSet<>();
    CONTRACTS.all().forEach(contract -> names.add(contract.name()));

    return names;
  }

  private static List<FreshnessPlan> plans(Set<String> names) {
    return FreshnessPlan.all(CONTRACTS, RunningSettings.none(), Map.of()).stream()
        .filter(plan -> names.contains(plan.contract().name()))
        .toList();
  }

  private static List<Map<String, Object>> rules(Map<String, Object> file) {
    return list(file.get("groups")).stream()
        .flatMap(group -> list(group.get("rules")).stream())
        .toList();
  }

  @SuppressWarnings("unchecked") // what YAML and the rules are made of
  private static List<Map<String, Object>> list(Object value) {
    return (List<Map<String, Object>>) value;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(each -> each == wanted).count();
  }

  private static String kept(String name) throws IOException {
    try (InputStream file = AlertRulesTest.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
