package io.freshet.ingestion.sqlapps.application;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A Flink SQL application as its file says it; what contracts and SQL say is not looked at yet.
 *
 * @param stateTtl how long state stays that nobody touches; zero is for ever, empty is not said
 * @param checkpointInterval how often state is saved, and events on streams are committed
 */
public record Application(
    String name,
    String owner,
    String description,
    int parallelism,
    Optional<Duration> stateTtl,
    Duration checkpointInterval,
    List<SourceStream> sources,
    List<SinkTable> sinks,
    SqlBlock sql) {
  public Application {
    sources = List.copyOf(sources);
    sinks = List.copyOf(sinks);
  }
}
