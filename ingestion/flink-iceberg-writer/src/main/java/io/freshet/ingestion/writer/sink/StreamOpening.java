package io.freshet.ingestion.writer.sink;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.table.DeadLetterWriter;
import io.freshet.ingestion.writer.table.EventFiles;
import io.freshet.ingestion.writer.table.TableWriter;
import io.freshet.ingestion.writer.table.WriterInstance;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.iceberg.catalog.Catalog;

/** Opens the writer of one stream on its table, as both are at the time. */
final class StreamOpening {
  private final SinkPlan plan;
  private final SinkPlan.StreamPlan stream;
  private final Catalog catalog;
  private final SchemaRegistry registry;
  private final DeadLetterWriter deadLetters;
  private final WriterInstance instance;

  StreamOpening(
      SinkPlan plan,
      SinkPlan.StreamPlan stream,
      Catalog catalog,
      SchemaRegistry registry,
      DeadLetterWriter deadLetters,
      WriterInstance instance) {
    this.plan = plan;
    this.stream = stream;
    this.catalog = catalog;
    this.registry = registry;
    this.deadLetters = deadLetters;
    this.instance = instance;
  }

  /**
   * A stream that is written.
   *
   * @param decoder what its files decode with
   */
  record Opened(Contract contract, EventDecoder decoder, TableWriter writer) {}

  String topic() {
    return Streams.topic(stream.contract());
  }

  InstantSource clock() {
    return instance.clock();
  }

  boolean isParked() {
    return stream.isParked();
  }

  /**
   * @param isCareful whether rows are tried one by one first
   */
  Opened open(boolean isCareful) {
    StreamTable table = StreamTable.open(stream, catalog);
    EventDecoder decoder = new EventDecoder(table.contract(), registry);
    EventFiles files =
        isCareful
            ? plan.path().openCarefully(table, decoder, instance, plan.streams().size())
            : files(table, decoder);

    return new Opened(
        table.contract(),
        decoder,
        new TableWriter(
            table.contract(), table.table(), table.source(), files, deadLetters, instance));
  }

  private EventFiles files(StreamTable table, EventDecoder decoder) {
    return plan.path().open(table, decoder, instance, plan.streams().size());
  }

  /** Opens it for records that are read again. */
  Opened openAnew() {
    Opened anew = open(false);
    if (!deadLetters.isCaughtUp(topic())) {
      anew.writer().close();
      throw new FreshetException(
          Fault.OURS, "Dead letters of %s are under way to their table".formatted(topic()));
    }

    return anew;
  }

  /**
   * What a stream that is written can go on with.
   *
   * @param decoder what the files decode with
   */
  record Next(Contract contract, EventDecoder decoder, EventFiles files) {}

  /** By the contract that its table has by now; empty when that is the same. Changes nothing. */
  Optional<Next> next(Opened open) {
    StreamTable table = StreamTable.open(stream, catalog);
    if (table.contract().equals(open.contract())) {
      return Optional.empty();
    }
    EventDecoder decoder = new EventDecoder(table.contract(), registry);

    return Optional.of(new Next(table.contract(), decoder, files(table, decoder)));
  }
}
