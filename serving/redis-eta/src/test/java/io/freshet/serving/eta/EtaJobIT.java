package io.freshet.serving.eta;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.serving.eta.BatchIdle.Stretch;
import io.freshet.serving.eta.TinyJob.Prediction;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.redis.RedisKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run over a quiet market; each test looks at what it left behind. */
class EtaJobIT {
  @TempDir private static Path folder;
  private static TinyJob job;

  @BeforeAll
  static void run() throws Exception {
    job = new TinyJob(folder);
    job.start(job.source().pings(), 1, "hashmap")
        .getJobExecutionResult()
        .get(120, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() {
    job.close();
  }

  @Test
  void followsEachOrderThroughAllStages() {
    Map<Long, Set<String>> stages = new HashMap<>();
    for (Prediction p : job.predictions()) {
      stages.computeIfAbsent(p.order(), order -> new LinkedHashSet<>()).add(p.stage());
    }

    assertThat(stages).hasSize((int) job.market().orders());
    // In this haste some pick-ups overtake the pings of the wait before them.
    assertThat(stages.values())
        .allSatisfy(
            seen ->
                assertThat(List.of("preparation", "to_restaurant", "wait", "to_customer"))
                    .containsSubsequence(seen))
        .allSatisfy(
            seen -> assertThat(seen).contains("preparation", "to_restaurant", "to_customer"))
        .filteredOn(seen -> seen.contains("wait"))
        .hasSizeGreaterThan(stages.size() / 2);
  }

  @Test
  void showsEachOrderAsDeliveredInTheEndWithoutAnEta() {
    for (long order = 1; order <= job.market().orders(); order++) {
      JsonNode shown = job.order(order);
      assertThat(shown.path("state").asText()).isEqualTo("delivered");
      assertThat(shown.path("order_version").asInt()).isEqualTo(5);
      assertThat(shown.has("predicted_arrival")).isFalse();
    }
  }

  @Test
  void needsNoUsualSpeedsToStartWith() {
    assertThat(job.predictions())
        .extracting(Prediction::basis)
        .contains("usual")
        .doesNotContain("history");
  }

  @Test
  void recordsEachPredictionOnceAndNotTooOften() {
    List<Prediction> predictions = job.predictions();

    assertThat(predictions).extracting(Prediction::id).doesNotHaveDuplicates();
    Map<String, Long> newest = new HashMap<>();
    for (Prediction p : predictions) {
      String stage = p.order() + p.stage();
      assertThat(p.millis() - newest.getOrDefault(stage, 0L))
          .isGreaterThanOrEqualTo(TinyJob.PREDICT_EVERY.toMillis());
      newest.put(stage, p.millis());
    }
  }

  @Test
  void learnsToPredictMuchBetterThanTheMedian() {
    Map<Long, Long> delivered =
        job.market().steps().stream()
            .filter(step -> step.state() == OrderState.DELIVERED)
            .collect(Collectors.toMap(OrderEvent::orderId, OrderEvent::millis));
    List<Prediction> onTheRoad =
        job.predictions().stream().filter(p -> p.stage().equals("to_customer")).toList();
    double[] actual = onTheRoad.stream().mapToDouble(p -> seconds(p, delivered)).sorted().toArray();
    double median = actual[actual.length / 2];
    double medianError =
        Arrays.stream(actual).map(a -> Math.abs(a - median)).average().orElseThrow();
    double error =
        onTheRoad.stream()
            .mapToDouble(p -> Math.abs(p.remainingSeconds() - seconds(p, delivered)))
            .average()
            .orElseThrow();

    assertThat(error).isLessThan(medianError / 2);
  }

  @Test
  void showsThatADasherWasIdleAndThenOffline() {
    String key = RedisKeys.dasher(TinyMarket.NAME, TinyMarket.IDLE_DASHER);
    List<String> states =
        job.writes().stream()
            .filter(write -> write.startsWith(key + " "))
            .map(write -> write.replaceAll(".*\"state\":\"(\\w+)\".*", "$1"))
            .distinct()
            .toList();

    assertThat(states).containsExactly("free", "idle", "offline");
  }

  @Test
  void tellsTheSupplyThatABatchFindsInAllEvents() {
    BatchSupply batch = new BatchSupply(job.market().pings(), job.market().steps());
    ToldSupply told = job.supply();

    assertThat(told.minutes()).hasSizeGreaterThan(80);
    for (long minute : told.minutes()) {
      assertThat(told.market(minute)).as("minute %d", minute).isEqualTo(batch.market(minute));
      assertThat(told.cells(minute)).as("minute %d", minute).isEqualTo(batch.cells(minute));
    }
  }

  @Test
  void tellsWhoIsIdleAndUntilWhen() {
    List<String> expected = new ArrayList<>();
    for (Stretch idle : new BatchIdle(job.market().pings(), job.market().steps()).stretches()) {
      long began = idle.since() + BatchIdle.IDLE_AFTER;
      expected.add("%d %d %d null".formatted(idle.dasherId(), idle.since(), began));
      expected.add(
          "%d %d %d %s".formatted(idle.dasherId(), idle.since(), idle.end(), idle.endedBy()));
    }

    assertThat(expected).isNotEmpty();
    assertThat(job.idle()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void alertsOnceWhenDashersGoHome() {
    BatchSupply batch = new BatchSupply(job.market().pings(), job.market().steps());
    List<String> expected = new ArrayList<>();
    boolean on = false;
    int past = 0;
    for (long minute : job.supply().minutes()) {
      int online = batch.market(minute).online();
      boolean change = on ? online > TinyJob.FEW_DASHERS : online < TinyJob.FEW_DASHERS;
      past = change ? past + 1 : 0;
      if (past == TinyJob.FEW_FOR_MINUTES) {
        on = !on;
        past = 0;
        expected.add("ONLINE_DASHERS %s %d %d".formatted(on ? "BEGAN" : "ENDED", minute, online));
      }
    }

    assertThat(expected).isNotEmpty();
    assertThat(job.alerts()).containsExactlyElementsOf(expected);
  }

  @Test
  void showsTheNewestMinuteOfTheMarket() {
    List<Long> minutes = job.supply().minutes();
    JsonNode shown = job.shownSupply();

    assertThat(shown.path("event_time_ms").asLong()).isEqualTo(minutes.get(minutes.size() - 1));
    assertThat(shown.path("online_dashers").asInt(-1)).isZero();
    assertThat(shown.path("alerts").path(0).path("alert").asText()).isEqualTo("online_dashers");
  }

  private static double seconds(Prediction p, Map<Long, Long> delivered) {
    return (delivered.get(p.order()) - p.millis()) / 1000.0;
  }
}
