package io.freshet.bench.serve.state;

import io.freshet.bench.Stage;
import io.freshet.bench.WatchedProcess;
import java.util.List;
import java.util.Map;

/** Restores what Redis shows, or holds it against its sources, as {@code freshet redis} does. */
final class RedisWork {
  private static final String MODULE = "serving/redis-eta";
  private static final String APPLICATION = "io.freshet.serving.eta.RedisApplication";
  private static final String HEAP = "-Xmx1g";

  private final Stage stage;

  RedisWork(Stage stage) {
    this.stage = stage;
  }

  /** Writes all that Redis should show and does not. */
  WatchedProcess.Taken rebuild() {
    return run("rebuild");
  }

  /** Looks, and writes nothing; fails when anything is missing or old. */
  WatchedProcess.Taken compare() {
    return run("compare");
  }

  private WatchedProcess.Taken run(String work) {
    stage.progress().progress("state", "redis " + work);

    return WatchedProcess.run(
        "redis " + work,
        stage
            .modules()
            .java(
                MODULE, List.of(HEAP), APPLICATION, work, "--profile", stage.profile().toString()),
        Map.of(),
        stage.platform().folder().log("redis-" + work));
  }
}
