package io.freshet.batch;

import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.AwaitedProducer;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.CommitAnnouncement;
import io.freshet.core.lake.CommitListener;
import io.freshet.core.toolkit.Settings;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/** Tells the topic {@code table_commits} of each commit; returns when the log has it. */
final class CommitTopic implements CommitListener, AutoCloseable {
  private final AwaitedProducer producer;

  private CommitTopic(AwaitedProducer producer) {
    this.producer = producer;
  }

  /** Fails where Kafka or the registry is away, before anything has been computed in vain. */
  static CommitTopic open(Settings settings, Contracts contracts) {
    return new CommitTopic(
        AwaitedProducer.open(
            contracts.tableCommits(),
            KafkaSettings.from(settings),
            new HttpSchemaRegistry(RegistrySettings.from(settings)),
            "/freshet/nightly"));
  }

  @Override
  public void committed(String table, Table committed, Snapshot snapshot) {
    CommitAnnouncement announcement = CommitAnnouncement.of(table, committed, snapshot);
    producer.send(announcement.id(), announcement.columns());
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
