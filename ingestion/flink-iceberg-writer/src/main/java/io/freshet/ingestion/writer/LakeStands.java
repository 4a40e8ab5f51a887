package io.freshet.ingestion.writer;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.TableContract;
import io.freshet.ingestion.writer.source.TableStand;
import io.freshet.ingestion.writer.source.TableStands;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.admin.Admin;

/** Where the tables of a pool stand, as catalog and Kafka say. */
final class LakeStands implements TableStands {
  private final Catalog catalog;
  private final Admin admin;
  private final StreamPools pools;
  private final List<PooledStream> streams;

  private LakeStands(Catalog catalog, Admin admin, List<PooledStream> streams) {
    this.catalog = catalog;
    this.admin = admin;
    this.pools = new StreamPools(catalog, admin);
    this.streams = streams;
  }

  /**
   * A stream that may be parked.
   *
   * @param applied names the contract that the table had when the job began
   */
  record PooledStream(Contract contract, LogSource source, String applied)
      implements java.io.Serializable {}

  /** What it takes to ask. */
  record Access(LakeSettings lake, KafkaSettings kafka, List<PooledStream> streams)
      implements TableStands.Opener {
    Access {
      streams = List.copyOf(streams);
    }

    @Override
    public TableStands open() {
      return new LakeStands(LakeCatalog.open(lake), KafkaClients.admin(kafka), streams);
    }
  }

  @Override
  public TableStand of(String topic) {
    for (PooledStream stream : streams) {
      if (Streams.topic(stream.contract()).equals(topic)) {
        return of(stream);
      }
    }

    return new TableStand.Needed(); // of dead letters
  }

  private TableStand of(PooledStream stream) {
    try {
      Table table = pools.table(stream.contract());
      String applied = TableContract.applied(table.properties());
      Contract contract =
          TableContract.toFollow(stream.contract(), stream.applied(), table.properties());
      StreamPools.TableEnds ends = pools.ends(table, contract, stream.source());

      return ends.lost().isEmpty()
          ? new TableStand.Ready(
              ends.ends(), ends.beginnings(), applied.equals(stream.applied()) ? "" : applied)
          : new TableStand.Unfit(String.join("; ", ends.lost()));
    } catch (RuntimeException e) {
      if (!LakeFailures.isOfOneTable(e)) {
        throw e;
      }

      return new TableStand.Unfit(LakeFailures.reason(e));
    }
  }

  @Override
  public void close() throws Exception {
    admin.close();
    ((AutoCloseable) catalog).close();
  }
}
