package io.freshet.serving.eta.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.serving.eta.order.Forecast;
import io.freshet.serving.eta.order.RecordedMoments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models come and go while the job runs. */
class ModelFunctionTest {
  private static final Duration OFTEN = Duration.ofMillis(100);

  @TempDir private Path root;

  private ModelFiles files;
  private OneInputStreamOperatorTestHarness<Forecast, Forecast> harness;

  @BeforeEach
  void fill() throws Exception {
    files = ModelFiles.in(root, "eta-1", "eta-2");
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void predictsByTheModelThatServesWhenItStarts() throws Exception {
    files.use("eta-1");
    open(files.uri());

    assertThat(model()).isEqualTo("eta-1");
  }

  @Test
  void swapsWhileItRunsAndGoesBack() throws Exception {
    open(files.uri());
    assertThat(model()).isNull();

    for (String version : List.of("eta-1", "eta-2", "eta-1")) {
      files.use(version);
      await().untilAsserted(() -> assertThat(model()).isEqualTo(version));
    }
    files.useNone();
    await().untilAsserted(() -> assertThat(model()).isNull());
  }

  @Test
  void needsNoModel() throws Exception {
    open(null);

    assertThat(model()).isNull();
  }

  private void open(String uri) throws Exception {
    harness =
        ProcessFunctionTestHarnesses.forProcessFunction(
            new ModelFunction(new ModelSettings(uri, OFTEN)));
  }

  private String model() throws Exception {
    harness.processElement(RecordedMoments.recorded(1, 400), 0);
    List<Forecast> forecasts = harness.extractOutputValues();

    return forecasts.get(forecasts.size() - 1).model();
  }
}
