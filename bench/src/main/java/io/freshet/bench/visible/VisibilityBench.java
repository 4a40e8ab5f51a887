package io.freshet.bench.visible;

import io.freshet.bench.Machine;
import io.freshet.bench.Stage;
import io.freshet.local.FlinkApplication;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * How long after a commit somebody can see it: in Trino, on the supply dashboard, and, for the
 * commit that completes a day, in a mart that Airflow lets dbt build.
 */
public final class VisibilityBench {
  private final Stage stage;
  private final FlinkApplication writer;
  private final FlinkApplication eta;
  private final Callable<Served> dashboard;

  /**
   * @param dashboard serves it
   */
  public VisibilityBench(
      Stage stage, FlinkApplication writer, FlinkApplication eta, Callable<Served> dashboard) {
    this.stage = stage;
    this.writer = writer;
    this.eta = eta;
    this.dashboard = dashboard;
  }

  /**
   * @param span how long events come as they happen
   */
  public VisibilityResult run(Duration span) throws Exception {
    Machine machine = Machine.here();
    stage.platform().startAirflow(stage.progress());
    stage.start(writer);
    List<Delay> delays = new ArrayList<>(Night.before(Instant.now(), stage).run());
    stage.platform().stopAirflow(stage.progress());
    stage.start(eta);
    Optional<Path> chromium = DashboardPage.chromium();
    delays.addAll(new Daytime(stage, dashboard).run(span, chromium));
    List<String> findings = new ArrayList<>();
    if (chromium.isEmpty()) {
      findings.add("There is no Chromium to look with; sudo apt-get install -y chromium");
    }
    delays.stream()
        .filter(delay -> delay.seconds().isEmpty())
        .forEach(delay -> findings.add("Nothing was seen of " + delay.name()));

    return new VisibilityResult(machine, delays, findings);
  }
}
