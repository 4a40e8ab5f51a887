package io.freshet.ingestion.writer;

import io.freshet.core.contract.BudgetSplit;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.envelope.stream.TopicRights;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.TableContract;
import io.freshet.core.lineage.StreamingRun;
import io.freshet.core.toolkit.Settings;
import io.freshet.ingestion.writer.sink.LakeSink;
import io.freshet.ingestion.writer.sink.SinkPlan;
import io.freshet.ingestion.writer.source.BatchSource;
import io.freshet.ingestion.writer.source.LedgerOffsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entry point of the writer as a Flink application. */
public final class WriterApplication {
  private static final Logger LOG = LoggerFactory.getLogger(WriterApplication.class);

  /** What a table lacks shows after as many. */
  private static final int CHECKPOINTS_PER_LOOK = 3;

  /** What is followed of a contract waits no longer than that, whatever the interval. */
  private static final Duration MOST_BETWEEN_LOOKS = Duration.ofSeconds(30);

  private final WriterSettings settings;
  private final Contracts contracts;

  WriterApplication(WriterSettings settings, Contracts contracts) {
    this.settings = settings;
    this.contracts = contracts;
  }

  public static void main(String[] arguments) throws Exception {
    Settings given = Settings.forProcess(arguments, System.getenv());
    WriterSettings settings = WriterSettings.from(given);
    LOG.info("Writer settings={}", given.effective());
    Contracts contracts = Contracts.read(Path.of(settings.contractsPath()));
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);

    new WriterApplication(settings, contracts).define(environment);
    StreamingRun.of(settings.lineage(), () -> WriterLineage.jobs(settings, contracts))
        .around(
            () -> environment.execute("writer " + String.join(" ", settings.streams())),
            JobExecutionResult::isJobExecutionResult);
  }

  void define(StreamExecutionEnvironment environment) throws Exception {
    List<Contract> pool = settings.streams().stream().map(contracts::require).toList();
    List<StreamStart> starts = starts(pool);
    SinkPlan plan = plan(starts);
    Duration interval =
        settings.checkpointInterval().orElseGet(() -> BudgetSplit.writerInterval(pool));

    LOG.info("Writer streams={} checkpoint_interval={}", settings.streams(), interval);
    new WriterJob(source(plan, ends(starts), interval), new LakeSink(plan))
        .define(environment, interval);
  }

  /**
   * How a stream of the pool begins.
   *
   * @param ends the next offset that its table lacks, for each partition that it has read
   * @param unfit why the table can't be written to
   */
  private record StreamStart(
      SinkPlan.StreamPlan plan, Map<TopicPartition, Long> ends, Optional<RuntimeException> unfit) {}

  private List<StreamStart> starts(List<Contract> pool) throws Exception {
    Catalog catalog = LakeCatalog.open(settings.lake());
    try (AutoCloseable closing = (AutoCloseable) catalog;
        Admin admin = KafkaClients.admin(settings.kafka())) {
      TopicRights.require(
          admin,
          pool.stream().map(Streams::topic).toList(),
          List.of(Streams.topic(contracts.tableCommits())));
      StreamPools pools = new StreamPools(catalog, admin);

      return pool.stream().map(contract -> start(contract, pools)).toList();
    }
  }

  private StreamStart start(Contract contract, StreamPools pools) {
    LogSource source = pools.source(contract);
    int deadLetterSource = pools.numberInDeadLetters(source, contracts.deadLetters());
    String applied = "";
    try {
      Table table = pools.table(contract);
      applied = TableContract.applied(table.properties());
      if (settings.begin() == Beginning.LATEST && isExtendable(contract)) {
        pools.beginAtEnd(table, source);
      }
      StreamPools.TableEnds held =
          pools.ends(table, TableContract.newest(contract, table.properties()), source);

      return new StreamStart(
          new SinkPlan.StreamPlan(contract, source, deadLetterSource, held.lost(), applied, false),
          held.ends(),
          Optional.empty());
    } catch (RuntimeException e) {
      if (!LakeFailures.isOfOneTable(e)) {
        throw e;
      }
      LOG.warn("Table is not written stream={} cause={}", contract.name(), e.getMessage());

      return new StreamStart(
          new SinkPlan.StreamPlan(contract, source, deadLetterSource, List.of(), applied, true),
          Map.of(),
          Optional.of(e));
    }
  }

  /** Of others a repair could not bring in what they began behind. */
  private static boolean isExtendable(Contract contract) {
    return !contract.name().equals(Contracts.DEAD_LETTERS) && !contract.keepsLatest();
  }

  private SinkPlan plan(List<StreamStart> starts) {
    List<RuntimeException> unfit =
        starts.stream().map(StreamStart::unfit).flatMap(Optional::stream).toList();
    if (unfit.size() == starts.size()) {
      throw unfit.get(0);
    }

    return new SinkPlan(
        starts.stream().map(StreamStart::plan).toList(),
        settings.path(),
        contracts.deadLetters(),
        contracts.tableCommits(),
        settings.kafka(),
        settings.registry(),
        settings.lake(),
        settings.tracing());
  }

  private static Map<TopicPartition, Long> ends(List<StreamStart> starts) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    starts.forEach(start -> ends.putAll(start.ends()));

    return ends;
  }

  private BatchSource source(SinkPlan plan, Map<TopicPartition, Long> ends, Duration interval) {
    return new BatchSource(
        settings.kafka(),
        "freshet-writer-" + String.join("-", settings.streams()),
        plan.streams().stream().map(stream -> stream.source().topic()).toList(),
        new LedgerOffsets(ends),
        new LakeStands.Access(
            settings.lake(),
            settings.kafka(),
            plan.streams().stream()
                .filter(stream -> !stream.contract().name().equals(Contracts.DEAD_LETTERS))
                .map(
                    stream ->
                        new LakeStands.PooledStream(
                            stream.contract(), stream.source(), stream.applied()))
                .toList()),
        betweenLooks(interval));
  }

  private static Duration betweenLooks(Duration checkpointInterval) {
    Duration some = checkpointInterval.multipliedBy(CHECKPOINTS_PER_LOOK);

    return some.compareTo(MOST_BETWEEN_LOOKS) < 0 ? some : MOST_BETWEEN_LOOKS;
  }
}
