package io.freshet.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EarlierRenderTest {
  @Test
  void hasThePlansOfItsSqlApplicationsAndOfNothingElse() {
    EarlierRender render =
        new EarlierRender(
            Map.of(
                "flink/configmap-app-busy-0a1b.yaml",
                map("app-busy", Map.of("plan.json", "{}", "application.yaml", "name: busy\n")),
                "flink/configmap-writer-0a1b.yaml",
                map("writer", Map.of("plan.json", "{}")),
                "settings/configmap-app-other.yaml",
                map("app-other", Map.of("profile.yaml", ""))));

    assertThat(render.plans()).containsExactly(Map.entry("busy", "{}"));
  }

  private static Map<String, Object> map(String component, Map<String, Object> data) {
    return Map.of(
        "kind",
        "ConfigMap",
        "metadata",
        Map.of("labels", Map.of("app.kubernetes.io/component", component)),
        "data",
        data);
  }
}
