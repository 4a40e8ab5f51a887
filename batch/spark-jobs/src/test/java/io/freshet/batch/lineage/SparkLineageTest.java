package io.freshet.batch.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.LineageSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SparkLineageTest {
  @Test
  void bringsNoListenerWhereNothingIsTold() {
    assertThat(configuration(LineageSettings.none())).isEmpty();
  }

  @Test
  void tellsTheListenerWhoseEventsGoWhere() {
    assertThat(configuration(settings()))
        .containsEntry("spark.openlineage.transport.url", "http://lineage:8282")
        .containsEntry("spark.openlineage.transport.token", "hush")
        .containsEntry("spark.openlineage.transport.inputs", "raw.dasher_pings raw.markets");
  }

  @Test
  void leavesTheListenersOfSparkSubmitInPlace() {
    System.setProperty("spark.extraListeners", "org.example.Listener");
    try {
      assertThat(configuration(settings()).get("spark.extraListeners"))
          .startsWith("org.example.Listener,io.openlineage.");
    } finally {
      System.clearProperty("spark.extraListeners");
    }
  }

  private static LineageSettings settings() {
    return new LineageSettings(Optional.of("http://lineage:8282"), Optional.of("hush"));
  }

  private static Map<String, String> configuration(LineageSettings settings) {
    return SparkLineage.configuration(
        settings, "nightly.dasher_efficiency", List.of("raw.dasher_pings", "raw.markets"));
  }
}
