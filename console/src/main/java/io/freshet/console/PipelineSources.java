package io.freshet.console;

import io.freshet.console.board.BoardWatch;
import io.freshet.console.lineage.LineageFacts;
import io.freshet.console.lineage.LineageReader;
import io.freshet.console.page.PipelinePage;
import io.freshet.console.pipeline.FlinkFacts;
import io.freshet.console.pipeline.FlinkReader;
import io.freshet.console.pipeline.Flow;
import io.freshet.console.pipeline.FlowReader;
import io.freshet.console.reading.Reading;
import io.freshet.console.reading.Readings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** All that is asked of lineage, Kafka and Flink, who may hang longer than catalog and store. */
final class PipelineSources implements AutoCloseable {
  private static final int ASKERS = 2;
  private static final int MOST_DATASETS = 1_000;
  private static final Duration AT_ONCE = Duration.ofMillis(20);
  private static final String ALL = "all";

  private final ExecutorService askers;
  private final Readings<String, LineageFacts> lineage;
  private final Readings<String, List<Flow>> flows;
  private final Readings<String, FlinkFacts> flink;

  PipelineSources(
      BoardWatch watch, LineageReader lineages, FlowReader flowReader, FlinkReader flinkReader) {
    InstantSource clock = InstantSource.system();
    askers = LakeSources.threads("asker", ASKERS, Integer.MAX_VALUE);
    lineage =
        new Readings<>(
            lineages::read,
            MOST_DATASETS,
            new Readings.Pace(Duration.ofSeconds(30), AT_ONCE),
            askers,
            clock);
    flows =
        new Readings<>(
            all ->
                flowReader.read(
                    PipelinePage.streams(watch.board()).stream().limit(PipelinePage.MOST).toList()),
            1,
            new Readings.Pace(Duration.ofSeconds(4), AT_ONCE),
            askers,
            clock);
    flink =
        new Readings<>(
            all -> flinkReader.read(),
            1,
            new Readings.Pace(Duration.ofSeconds(4), AT_ONCE),
            askers,
            clock);
  }

  void beginLineage(String dataset) {
    lineage.begin(dataset);
  }

  Reading<LineageFacts> lineage(String dataset) {
    return lineage.of(dataset);
  }

  Reading<List<Flow>> flows() {
    return flows.of(ALL);
  }

  void beginFlink() {
    flink.begin(ALL);
  }

  Reading<FlinkFacts> flink() {
    return flink.of(ALL);
  }

  @Override
  public void close() {
    askers.shutdownNow();
  }
}
