package io.freshet.console.metrics;

import io.freshet.console.pipeline.FlinkFacts;
import io.freshet.console.pipeline.FlinkFacts.Checkpoints;
import io.freshet.console.pipeline.FlinkFacts.Job;
import io.freshet.console.pipeline.FlinkFacts.Vertex;
import io.freshet.console.reading.Reading;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How Flink's jobs are, as their JobManagers told when they were last asked; each scrape has them
 * asked anew. Where Flink has a reporter of its own, that says more. Thread-safe.
 */
public final class FlinkMetrics implements MultiCollector {
  private static final String JOB = "job";
  private static final String STEP = "step";
  private static final double PERCENT = 100.0;

  private final Supplier<Reading<FlinkFacts>> flink;
  private final InstantSource clock;

  public FlinkMetrics(Supplier<Reading<FlinkFacts>> flink, InstantSource clock) {
    this.flink = flink;
    this.clock = clock;
  }

  @Override
  public MetricSnapshots collect() {
    return flink.get().value().map(this::of).orElseGet(MetricSnapshots::new);
  }

  private MetricSnapshots of(FlinkFacts facts) {
    Gauges up = new Gauges("freshet_flink_jobmanager_up", "1 where the JobManager answers");
    facts
        .asked()
        .forEach(address -> up.add(facts.away().containsKey(address) ? 0 : 1, "address", address));
    JobGauges jobs = new JobGauges(clock.instant());
    StepGauges steps = new StepGauges();
    // One of a name: with two of them a scrape would be no OpenMetrics.
    Set<String> names = new HashSet<>();
    facts.jobs().stream().filter(job -> names.add(job.name())).forEach(jobs::add);
    Set<String> places = new HashSet<>();
    facts.vertices().stream()
        .filter(step -> places.add(step.job() + "\n" + step.name()))
        .forEach(steps::add);

    return MetricSnapshots.builder()
        .metricSnapshot(up.snapshot())
        .metricSnapshot(jobs.running.snapshot())
        .metricSnapshot(jobs.restarts.snapshot())
        .metricSnapshot(jobs.failed.snapshot())
        .metricSnapshot(jobs.age.snapshot())
        .metricSnapshot(jobs.took.snapshot())
        .metricSnapshot(steps.busy.snapshot())
        .metricSnapshot(steps.heldUp.snapshot())
        .metricSnapshot(steps.in.snapshot())
        .metricSnapshot(steps.out.snapshot())
        .build();
  }

  /** Of jobs. */
  private static final class JobGauges {
    private final Instant now;
    private final Gauges running =
        new Gauges("freshet_flink_job_running", "1 where the job runs, and does not restart");
    private final Gauges restarts =
        new Gauges("freshet_flink_job_restarts", "Restarts since its JobManager started");
    private final Gauges failed =
        new Gauges(
            "freshet_flink_job_failed_checkpoints",
            "Checkpoints that failed since its JobManager started");
    private final Gauges age =
        new Gauges(
            "freshet_flink_job_checkpoint_age_seconds", "Since the last checkpoint was complete");
    private final Gauges took =
        new Gauges(
            "freshet_flink_job_checkpoint_duration_seconds", "How long the last checkpoint took");

    JobGauges(Instant now) {
      this.now = now;
    }

    void add(Job job) {
      running.add(job.isRunning() ? 1 : 0, JOB, job.name());
      job.restarts().ifPresent(number -> restarts.add(number, JOB, job.name()));
      job.checkpoints().ifPresent(known -> add(job, known));
    }

    private void add(Job job, Checkpoints known) {
      failed.add(known.failed(), JOB, job.name());
      known
          .newest()
          .ifPresent(
              newest -> {
                Duration since = Duration.between(newest.at(), now);
                age.add(since.isNegative() ? Duration.ZERO : since, JOB, job.name());
                took.add(newest.took(), JOB, job.name());
              });
    }
  }

  /** Of steps. */
  private static final class StepGauges {
    private final Gauges busy =
        new Gauges("freshet_flink_step_busy_ratio", "Of the time, of the busiest subtask");
    private final Gauges heldUp =
        new Gauges(
            "freshet_flink_step_backpressured_ratio",
            "Of the time, of the subtask that is held up the longest");
    private final Gauges in =
        new Gauges(
            "freshet_flink_step_records_in_per_second", "Records that come from steps before it");
    private final Gauges out =
        new Gauges(
            "freshet_flink_step_records_out_per_second", "Records that go to steps behind it");

    void add(Vertex step) {
      String[] labels = {JOB, step.job(), STEP, step.name()};
      if (step.busy() >= 0) {
        busy.add(step.busy() / PERCENT, labels);
      }
      if (step.backPressured() >= 0) {
        heldUp.add(step.backPressured() / PERCENT, labels);
      }
      step.rates().in().ifPresent(rate -> in.add(rate, labels));
      step.rates().out().ifPresent(rate -> out.add(rate, labels));
    }
  }
}
