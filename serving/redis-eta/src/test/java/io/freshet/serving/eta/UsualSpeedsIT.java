package io.freshet.serving.eta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.serving.eta.TinyJob.Prediction;
import io.freshet.serving.eta.model.ModelSettings;
import io.freshet.serving.eta.order.EtaFeature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The job over a file as {@code freshet model speeds} writes it. */
@Timeout(120)
class UsualSpeedsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int HOURS_OF_A_WEEK = 168;

  /** Slower than anybody drives in that market, and than is taken for usual without a file. */
  private static final double USUAL = 2.5;

  private static final float LESS_THAN_WITHOUT = 5;
  private static final double SECONDS = 60;

  @TempDir private Path folder;

  @Test
  void predictsByUsualSpeedsAsLongAsHardlyAnythingMoved() throws Exception {
    ModelSettings none = new ModelSettings(null, Duration.ofSeconds(10));
    try (TinyJob job = new TinyJob(folder, SECONDS, speeds(), none)) {
      JobClient client = job.start(job.source().pings(), 1, "hashmap");
      await().atMost(PATIENCE).until(() -> !onTheRoadByHistory(job).isEmpty());
      client.cancel().get();

      assertThat(onTheRoadByHistory(job))
          .anySatisfy(speed -> assertThat(speed).isBetween((float) USUAL, LESS_THAN_WITHOUT));
      assertThat(job.predictions()).extracting(Prediction::basis).doesNotContain("usual");
    }
  }

  /** By which speed ways were predicted that rest on the file. */
  private static List<Float> onTheRoadByHistory(TinyJob job) {
    return job.predictions().stream()
        .filter(prediction -> prediction.basis().equals("history"))
        .map(prediction -> prediction.features().get(EtaFeature.ROLLING_SPEED.ordinal()))
        .filter(speed -> speed > 0)
        .toList();
  }

  private Path speeds() throws Exception {
    String lines =
        IntStream.range(0, HOURS_OF_A_WEEK)
            .mapToObj(hour -> "%s,market,%d,%s%n".formatted(TinyMarket.NAME, hour, USUAL))
            .collect(Collectors.joining());

    return Files.writeString(
        folder.resolve("speeds.csv"), "market,part,hour_of_week,meters_per_second\n" + lines);
  }
}
