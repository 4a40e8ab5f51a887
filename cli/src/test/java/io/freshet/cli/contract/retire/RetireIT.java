package io.freshet.cli.contract.retire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.cli.CommandRun;
import io.freshet.cli.OwnContract;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.warehouse.trino.view.ReadableViews;
import io.freshet.warehouse.trino.view.ViewProvisioner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A contract from its first day to its last, on real Kafka, registry, catalog and store. */
class RetireIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY, Part.S3, Part.CATALOG);

  @TempDir private Path folder;
  private final Settings settings = platform.settings();
  private final HttpSchemaRegistry registry =
      new HttpSchemaRegistry(RegistrySettings.from(settings));

  @Test
  void endsAndLeavesDataUntilSomebodyAsksForItsEnd() throws Exception {
    OwnContract own = OwnContract.of("markets", platform, folder);
    String name = own.name();
    TableIdentifier table = TableIdentifier.of("raw", name);
    try (Admin admin =
            Admin.create(Map.of("bootstrap.servers", KafkaSettings.from(settings).bootstrap()));
        Lake lake = new Lake(LakeCatalog.open(LakeSettings.from(settings)))) {
      String subject = Streams.subject(own.contract());
      apply(own.contract(), admin, lake.catalog());

      assertDone(own.run("contract", "retire", name, "--on", "2020-01-01"), "keep it up until");
      apply(own.contract(), admin, lake.catalog());
      assertThat(lake.catalog().loadTable(table).properties().get("comment"))
          .startsWith("Deprecated, kept up until 2020-01-01. ");

      CommandRun read = whileReadBy("billing", name, () -> own.run("contract", "retire", name));
      assertThat(read.exitCode()).as(read.out() + read.err()).isEqualTo(1);
      assertThat(read.out()).contains("Consumer groups of its stream:", "    billing · reads it");

      CommandRun left = own.run("contract", "retire", name, "--now");
      assertDone(left, "keep it up no longer");
      assertThat(left.out()).contains("    billing · has read it");
      assertThat(own.run("contract", "apply", "--dry-run").out()).doesNotContain(name);
      assertThat(admin.listTopics().names().get()).contains(name);
      assertThat(lake.catalog().tableExists(table)).isTrue();

      assertDone(own.run("contract", "retire", name, "--delete-data", "--dry-run"), "4 to delete");
      assertThat(lake.catalog().tableExists(table)).isTrue();

      assertDone(own.run("contract", "retire", name, "--delete-data"), "Deleted");
      assertThat(admin.listTopics().names().get()).doesNotContain(name);
      assertThat(lake.catalog().tableExists(table)).isFalse();
      assertThat(registry.versions(subject)).isEmpty();
      assertDone(own.run("contract", "retire", name, "--delete-data"), "4 as they should be");
    }
  }

  /** What the command does for this contract, and nothing that other tests share. */
  private void apply(Contract contract, Admin admin, Catalog catalog) {
    new StreamProvisioner(admin, registry, KafkaSettings.from(settings)).apply(contract);
    new TableProvisioner(catalog).plan(contract).step().run();
    new ViewProvisioner(catalog).plan(ReadableViews.of(contract)).step().run();
  }

  private CommandRun whileReadBy(String group, String topic, Callable<CommandRun> command)
      throws Exception {
    Map<String, Object> config =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            KafkaSettings.from(settings).bootstrap(),
            ConsumerConfig.GROUP_ID_CONFIG,
            group);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic));
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100));
                return !consumer.assignment().isEmpty();
              });
      // Only places that are known are committed.
      consumer.assignment().forEach(consumer::position);
      consumer.commitSync();

      return command.call();
    }
  }

  private record Lake(Catalog catalog) implements AutoCloseable {
    @Override
    public void close() throws Exception {
      ((AutoCloseable) catalog).close();
    }
  }

  private static void assertDone(CommandRun run, String words) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains(words);
  }
}
