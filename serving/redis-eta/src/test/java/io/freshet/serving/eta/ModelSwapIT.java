package io.freshet.serving.eta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.serving.eta.TinyJob.Prediction;
import io.freshet.serving.eta.model.ModelFiles;
import io.freshet.serving.eta.model.ModelSettings;
import io.freshet.serving.eta.order.EtaFeature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models come, break and go in a job that runs; each of its predictions tells whose it is. */
@Timeout(180)
class ModelSwapIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Many times between two orders of the market, of which one begins each second or two. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private static final double SECONDS = 60;

  /** The first of them may have begun before the folder was changed, and be noted later. */
  private static final int SOME_ORDERS = 3;

  /** Half a step of what customers are told, and a rounding. */
  private static final float GRID_SECONDS = 16;

  @TempDir private Path folder;
  private ModelFiles models;
  private TinyJob job;

  @BeforeEach
  void start() throws Exception {
    models = ModelFiles.in(Files.createDirectory(folder.resolve("models")), "eta-1", "eta-2");
    job =
        new TinyJob(
            folder,
            SECONDS,
            folder.resolve("speeds.csv"),
            new ModelSettings(models.uri(), LOOK_EVERY));
  }

  @AfterEach
  void stop() {
    job.close();
  }

  @Test
  void predictsByTheModelThatServesWithoutARestart() throws Exception {
    models.use("eta-1");
    JobClient client = job.start(job.source().pings(), 1, "hashmap");
    awaitOrdersBy("eta-1");

    models.use("eta-2");
    awaitOrdersBy("eta-2");
    models.add("eta-4"); // predicts no number
    models.use("eta-4");
    awaitOrdersBy("eta-2");
    models.use("eta-1");
    awaitOrdersBy("eta-1");
    models.useNone();
    awaitOrdersBy("");

    assertThat(servedInTurn()).containsExactly("eta-1", "eta-2", "eta-1", "");
    assertThat(job.starts()).isEqualTo(1);
    assertThat(client.getJobStatus().get()).isEqualTo(JobStatus.RUNNING);
    for (Prediction first : firstOfEachOrder()) {
      assertThat((float) first.remainingSeconds())
          .as("%s by %s", first.id(), first.model())
          .isBetween(expected(first) - GRID_SECONDS, expected(first) + GRID_SECONDS);
    }
    client.cancel().get();
  }

  /** Of what is told first nothing is damped: it is the forecast, to half a minute. */
  private float expected(Prediction first) throws Exception {
    return first.model().isEmpty()
        ? first.features().get(EtaFeature.CALIBRATED_SECONDS.ordinal())
        : models.seconds(first.model(), first.features());
  }

  /** Until some more orders have begun whose first prediction is that model's. */
  private void awaitOrdersBy(String model) {
    long before = ordersBy(model);
    await().atMost(PATIENCE).until(() -> ordersBy(model) >= before + SOME_ORDERS);
  }

  private long ordersBy(String model) {
    return firstOfEachOrder().stream().filter(first -> first.model().equals(model)).count();
  }

  private Collection<Prediction> firstOfEachOrder() {
    Map<Long, Prediction> first = new LinkedHashMap<>();
    job.predictions().forEach(prediction -> first.putIfAbsent(prediction.order(), prediction));

    return first.values();
  }

  /** Each model that followed another. */
  private List<String> servedInTurn() {
    List<String> turns = new ArrayList<>();
    for (Prediction prediction : job.predictions()) {
      if (turns.isEmpty() || !turns.get(turns.size() - 1).equals(prediction.model())) {
        turns.add(prediction.model());
      }
    }

    return turns;
  }
}
