package io.freshet.console.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.board.Boards;
import io.freshet.console.pipeline.FlinkFacts;
import io.freshet.console.pipeline.SamplePipeline;
import io.freshet.console.reading.Reading;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FlinkMetricsTest {
  @Test
  void tellsOfJobsAndTheirSteps() {
    Map<String, List<Double>> values =
        values(collect(Reading.of(SamplePipeline.busy(), Boards.NOW)));

    assertThat(values)
        .containsEntry("freshet_flink_jobmanager_up", List.of(1.0))
        .containsEntry("freshet_flink_job_running", List.of(1.0))
        .containsEntry("freshet_flink_job_restarts", List.of(2.0))
        .containsEntry("freshet_flink_job_failed_checkpoints", List.of(3.0))
        .containsEntry("freshet_flink_job_checkpoint_age_seconds", List.of(7.0))
        .containsEntry("freshet_flink_job_checkpoint_duration_seconds", List.of(0.84))
        .containsEntry("freshet_flink_step_backpressured_ratio", List.of(0.61))
        .containsEntry("freshet_flink_step_records_out_per_second", List.of(4200.4));
    assertThat(values.get("freshet_flink_step_busy_ratio")).containsExactlyInAnyOrder(0.74, 0.98);
  }

  @Test
  void saysWhichJobManagerIsAway() {
    assertThat(values(collect(Reading.of(SamplePipeline.away(), Boards.NOW))))
        .containsEntry("freshet_flink_jobmanager_up", List.of(0.0));
  }

  @Test
  void saysNothingBeforeFlinkWasAsked() {
    assertThat(collect(Reading.pending()).size()).isZero();
  }

  @Test
  void twoStepsOfOneNameAreOneSeries() {
    FlinkFacts once = SamplePipeline.busy();
    FlinkFacts twice =
        new FlinkFacts(
            Stream.concat(once.jobs().stream(), once.jobs().stream()).toList(),
            Stream.concat(once.vertices().stream(), once.vertices().stream()).toList(),
            once.away(),
            once.asked(),
            once.withoutTaskManager());

    assertThat(values(collect(Reading.of(twice, Boards.NOW))))
        .isEqualTo(values(collect(Reading.of(once, Boards.NOW))));
  }

  private static MetricSnapshots collect(Reading<FlinkFacts> reading) {
    return new FlinkMetrics(() -> reading, InstantSource.fixed(Boards.NOW)).collect();
  }

  private static Map<String, List<Double>> values(MetricSnapshots snapshots) {
    Function<MetricSnapshot, List<Double>> points =
        snapshot ->
            ((GaugeSnapshot) snapshot)
                .getDataPoints().stream()
                    .map(GaugeSnapshot.GaugeDataPointSnapshot::getValue)
                    .toList();

    return snapshots.stream()
        .collect(Collectors.toMap(snapshot -> snapshot.getMetadata().getName(), points));
  }
}
