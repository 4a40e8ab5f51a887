package io.freshet.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.simulator.Simulator.Replayed;
import io.freshet.simulator.replay.ReplayCounts;
import io.freshet.simulator.replay.ReplaySettings;
import io.freshet.simulator.run.Speed;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "replay",
    description = "Plays recorded cabs again: a cab is a dasher, a trip is an order.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Option(names = "--pings", required = true, paramLabel = "FILE", description = "pings.parquet")
  private Path pings;

  @Option(names = "--trips", required = true, paramLabel = "FILE", description = "trips.parquet")
  private Path trips;

  @Option(
      names = "--speed",
      defaultValue = "600",
      description = "Seconds of event time in one second, or max (default: ${DEFAULT-VALUE})")
  private String speed;

  @Option(names = "--from", paramLabel = "DAY", description = "First local day, as 2008-05-19")
  private LocalDate from;

  @Option(names = "--to", paramLabel = "DAY", description = "Last local day, included")
  private LocalDate to;

  @Mixin private RunOptions options;

  @Override
  public Integer call() {
    Speed pace = Speed.parse(speed);
    ReplaySettings settings =
        new ReplaySettings(pings, trips, Optional.ofNullable(from), Optional.ofNullable(to));

    return options.run(simulator -> summary(simulator.replay(settings, pace, options::tell)));
  }

  private static ObjectNode summary(Replayed replayed) {
    ObjectNode summary = RunOptions.summary(replayed.progress());
    ReplayCounts counts = replayed.counts();
    summary
        .putObject("recording")
        .put("pings", counts.pings())
        .put("carrying", counts.carrying())
        .put("without_trip", counts.withoutTrip())
        .put("refused_rows", counts.refused())
        .put("order_steps", counts.orderSteps())
        .put("invented_steps", counts.inventedSteps())
        .put("unusable_trips", replayed.unusableTrips());

    return summary;
  }
}
