package io.freshet.ingestion.writer.sink;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.batch.LogBatch;
import io.freshet.core.envelope.batch.LogRecords;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.TableLayout;
import io.freshet.ingestion.writer.commit.CommitTarget;
import io.freshet.ingestion.writer.commit.LeftOutStreamException;
import io.freshet.ingestion.writer.commit.Opened;
import io.freshet.ingestion.writer.commit.TableCommittable;
import io.freshet.ingestion.writer.commit.TracedEvents;
import io.freshet.ingestion.writer.table.DeadLetterCopies;
import io.freshet.ingestion.writer.table.DeadLetterWriter;
import io.freshet.ingestion.writer.table.RecordWriter;
import io.freshet.ingestion.writer.table.RowEventFiles;
import io.freshet.ingestion.writer.table.ToldDeadLetters;
import io.freshet.ingestion.writer.table.WriterInstance;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.iceberg.catalog.Catalog;

/** Routes the records of a pool to the writer of their table. */
final class LakeSinkWriter implements CommittingSinkWriter<LogBatch, TableCommittable> {
  private final Map<String, RecordWriter> byTopic;
  private final DeadLetterWriter deadLetters;
  private final DeadLetterCopies deadLetterTopic;
  private final Opened opened;
  private final LogRecords records = new LogRecords();

  private LakeSinkWriter(
      Map<String, RecordWriter> byTopic,
      DeadLetterWriter deadLetters,
      DeadLetterCopies deadLetterTopic,
      Opened opened) {
    this.byTopic = byTopic;
    this.deadLetters = deadLetters;
    this.deadLetterTopic = deadLetterTopic;
    this.opened = opened;
  }

  static LakeSinkWriter open(SinkPlan plan, TaskInfo task) {
    Opened opened = new Opened();

    return opened.orClose(() -> open(plan, task, opened));
  }

  private static LakeSinkWriter open(SinkPlan plan, TaskInfo task, Opened opened) {
    Catalog catalog = opened.add(LakeCatalog.open(plan.lake()));
    SchemaRegistry registry = new HttpSchemaRegistry(plan.registry());
    Contract deadLetterContract = plan.deadLetters();
    DeadLetterCopies topic =
        opened.add(DeadLetterCopies.open(deadLetterContract, plan.kafka(), registry));
    WriterInstance instance =
        new WriterInstance(
            task.getIndexOfThisSubtask(),
            System.currentTimeMillis(),
            InstantSource.system(),
            plan.tracing().isOn() ? TracedEvents.MOST : 0);
    boolean isRestart = task.getAttemptNumber() > 0;
    Map<String, Integer> sources = new HashMap<>();
    for (SinkPlan.StreamPlan stream : plan.streams()) {
      sources.put(Streams.topic(stream.contract()), stream.deadLetterSource());
    }
    DeadLetterWriter deadLetters =
        opened.add(
            new DeadLetterWriter(
                deadLetterContract,
                LakeCatalog.require(catalog, TableLayout.name(deadLetterContract)),
                sources,
                topic,
                instance));
    Map<String, RecordWriter> byTopic = new HashMap<>();
    for (SinkPlan.StreamPlan stream : plan.streams()) {
      byTopic.put(
          Streams.topic(stream.contract()),
          opened.add(
              isDeadLetters(stream.contract())
                  ? toldDeadLetters(stream, catalog, registry, instance)
                  : ParkableWriter.open(
                      new StreamOpening(plan, stream, catalog, registry, deadLetters, instance),
                      isRestart)));
    }

    return new LakeSinkWriter(byTopic, deadLetters, topic, opened);
  }

  private static boolean isDeadLetters(Contract contract) {
    return contract.name().equals(Contracts.DEAD_LETTERS);
  }

  private static RecordWriter toldDeadLetters(
      SinkPlan.StreamPlan stream,
      Catalog catalog,
      SchemaRegistry registry,
      WriterInstance instance) {
    StreamTable told = StreamTable.open(stream, catalog);
    EventDecoder decoder = new EventDecoder(told.contract(), registry);

    return new ToldDeadLetters(
        told.contract(),
        told.table(),
        told.source(),
        DeadLetterCopies.SOURCE,
        new RowEventFiles(told.contract(), told.table(), told.source(), decoder, instance),
        instance.clock());
  }

  static List<CommitTarget> targets(SinkPlan plan) {
    List<CommitTarget> targets = new ArrayList<>();
    for (SinkPlan.StreamPlan stream : plan.streams()) {
      Contract contract = stream.contract();
      if (isDeadLetters(contract)) {
        continue; // every pool commits to their table, whether it reads their topic or not
      }
      targets.add(
          new CommitTarget(
              TableLayout.name(contract).toString(),
              contract.requireTable().timing().lateness(),
              stream.source(),
              stream.lost()));
    }
    targets.add(CommitTarget.deadLetters(TableLayout.name(plan.deadLetters()).toString()));

    return targets;
  }

  @Override
  public void write(LogBatch batch, Context context) {
    RecordWriter writer = byTopic.get(batch.topic());
    if (writer == null) {
      throw new LeftOutStreamException("a position of " + batch.topic());
    }
    if (batch.isChangedContract()) {
      writer.followContract();
      return;
    }
    if (batch.isWentBack()) {
      writer.goBack(batch);
      return;
    }
    records.open(batch);
    while (records.next()) {
      writer.write(records.current());
    }
  }

  /** The files of the checkpoint are closed in {@link #prepareCommit}; here the topic's copies. */
  @Override
  public void flush(boolean endOfInput) {
    deadLetterTopic.flush();
  }

  @Override
  public Collection<TableCommittable> prepareCommit() {
    List<TableCommittable> committables = new ArrayList<>();
    deadLetters.finish().ifPresent(committables::add);
    byTopic.values().stream()
        .map(RecordWriter::finish)
        .flatMap(Optional::stream)
        .forEach(committables::add);

    return committables;
  }

  @Override
  public void close() throws Exception {
    opened.close();
  }
}
