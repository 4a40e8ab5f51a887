package io.freshet.cli.story;

import io.freshet.cli.Workspace;
import io.freshet.simulator.replay.CabRecording;
import io.freshet.simulator.replay.EtaAccuracy;
import io.freshet.simulator.replay.EtaAccuracy.Measured;
import io.freshet.simulator.replay.EtaBaseline;
import io.freshet.simulator.replay.Trip;
import io.freshet.simulator.replay.TripPings;
import io.freshet.warehouse.trino.query.TrinoClient;
import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * What the ETA job told customers on recorded trips, as its table has it, held against the recorded
 * drops: at pickup, at each ping of the trip, and each prediction from there until the drop.
 */
final class CabEtas {
  private final Workspace workspace;
  private final EtaBaseline baseline;
  private final List<Trip> judged;
  private final TripPings pings;

  /**
   * @param judged those that were replayed of the trips that the baseline is judged on
   * @param pings of these trips
   */
  CabEtas(Workspace workspace, EtaBaseline baseline, List<Trip> judged, TripPings pings) {
    this.workspace = workspace;
    this.baseline = baseline;
    this.judged = judged;
    this.pings = pings;
  }

  void judge(PrintWriter out, StoryResult result) {
    try (TrinoClient trino = TrinoClient.open(workspace.settings())) {
      long predictions = trino.count("select count(*) from raw.eta_predictions");
      if (judged.isEmpty()) {
        out.printf("%nNo ETA is judged: the trips of the days that were replayed teach%n");
        result.predictions(predictions);
        return;
      }
      EtaAccuracy accuracy = new EtaAccuracy(baseline, judged, pings);
      trino.each(told(judged.get(0)), row -> accuracy.predicted(prediction(row)));
      EtaAccuracy.Result measured = accuracy.result();
      print(measured, out);
      result.predictions(predictions, measured);
    }
  }

  /** A prediction that was recorded twice, after a failure, counts as it came first. */
  private static String told(Trip first) {
    return """
        select order_id, to_unixtime(event_time) as told_at,
               to_unixtime(min_by(predicted_arrival, _received_at)) as arrival,
               to_unixtime(min_by(latest_arrival, _received_at)) as latest,
               coalesce(min_by(model, _received_at), 'calibration') as predictor
        from raw.eta_predictions
        where market = '%s' and stage = 'to_customer' and latest_arrival is not null
          and event_time >= from_unixtime(%d)
        group by order_id, event_time"""
        .formatted(CabRecording.MARKET, first.pickupSeconds());
  }

  private static EtaAccuracy.Prediction prediction(ResultSet row) throws SQLException {
    return new EtaAccuracy.Prediction(
        row.getLong("order_id"),
        instant(row.getDouble("told_at")),
        instant(row.getDouble("arrival")),
        instant(row.getDouble("latest")),
        row.getString("predictor"));
  }

  private static Instant instant(double unixSeconds) {
    return Instant.ofEpochMilli(Math.round(unixSeconds * 1000));
  }

  private static void print(EtaAccuracy.Result measured, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%nETA of %d judged trips, by %s:%n",
        measured.judged(),
        measured.predictors());
    print("at pickup", measured.atPickup(), out);
    out.printf(
        Locale.ROOT, "; constant median on the same trips %.1f s%n", measured.baselineMaeSeconds());
    print("at each ping", measured.atPings(), out);
    out.println();
    print("all until the drop", measured.untilDrop(), out);
    out.println();
  }

  private static void print(String when, Measured measured, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "  %-18s %7d predictions, mean absolute error %.1f s, %.1f %% came by the latest arrival",
        when,
        measured.predictions(),
        measured.maeSeconds(),
        100 * measured.inTime());
  }
}
