package io.freshet.bench.serve;

import io.freshet.bench.Countdown;
import io.freshet.bench.Positions;
import io.freshet.bench.Stage;
import io.freshet.local.FlinkApplication;
import java.time.Duration;
import java.util.List;

/** The ETA application that knows of nothing yet, before a Redis that holds nothing. */
public final class FreshEta implements AutoCloseable {
  /** What it reads. */
  public static final List<String> STREAMS = List.of("dasher_pings", "order_events");

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Stage stage;
  private final FlinkApplication eta;
  private final Positions positions;

  private FreshEta(Stage stage, FlinkApplication eta, Positions positions) {
    this.stage = stage;
    this.eta = eta;
    this.positions = positions;
  }

  /** What an earlier one has read, this one does not read again. */
  public static FreshEta start(Stage stage, FlinkApplication eta) {
    try (Redis redis = Redis.of(stage.settings())) {
      redis.empty();
    }
    stage.start(eta);

    return new FreshEta(stage, eta, Positions.of(stage));
  }

  /** Events in the streams so far. */
  public long events() {
    return positions.ends(STREAMS);
  }

  /** Waits until a checkpoint is behind everything that is in the streams now. */
  public void awaitAllRead() {
    new Countdown("ETA application, all read", events(), stage.progress())
        .await(() -> positions.read(Positions.ETA_GROUP, STREAMS), PATIENCE);
  }

  @Override
  public void close() {
    positions.close();
    stage.platform().retire(eta);
  }
}
