package io.freshet.serving.eta.model;

import io.freshet.serving.eta.order.Forecast;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Corrects forecasts by the model that serves, and swaps it while the job runs: each task looks
 * into the folder of models by a thread of its own. It keeps no state; a task that restarts
 * forecasts as without a model until an order's next recorded moment.
 */
public final class ModelFunction extends ProcessFunction<Forecast, Forecast> {
  private static final long SECONDS_TO_END = 10;

  private final ModelSettings settings;

  private transient ModelRule rule;
  private transient ModelWatch watch;
  private transient ScheduledExecutorService looking;

  public ModelFunction(ModelSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    rule = new ModelRule();
    Optional<ModelFolder> models = settings.models();
    if (models.isPresent()) {
      watch(models.get());
    }
  }

  @Override
  public void processElement(Forecast calibrated, Context context, Collector<Forecast> out) {
    if (watch != null) {
      watch.takeNext().ifPresent(change -> rule.serve(change.model()));
    }
    out.collect(rule.of(calibrated));
  }

  @Override
  public void close() throws InterruptedException {
    if (watch != null) {
      looking.shutdownNow();
      boolean ended = looking.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
      if (ended) {
        // Otherwise it may still bring one, whose memory goes with the process.
        watch.close();
      }
    }
    if (rule != null) {
      rule.close();
    }
  }

  private void watch(ModelFolder models) {
    watch = new ModelWatch(models);
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    metrics.gauge("loadedModels", () -> watch.counts().loaded());
    metrics.gauge("refusedModels", () -> watch.counts().refused());
    metrics.gauge("modelFailures", rule::failures);
    // Before the first order, so that a restart changes no forecast for longer than it must.
    watch.look();
    looking =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "eta-models");
              thread.setDaemon(true);

              return thread;
            });
    long millis = settings.checkEvery().toMillis();
    looking.scheduleWithFixedDelay(watch::look, millis, millis, TimeUnit.MILLISECONDS);
  }
}
