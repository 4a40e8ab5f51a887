package io.freshet.cli.contract;

import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.toolkit.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Plans what contracts ask of Kafka, the registry and the lake, and does it. */
public final class ContractApplier implements AutoCloseable {
  private final Admin admin;
  private final Catalog catalog;
  private final StreamProvisioner streams;
  private final TableProvisioner tables;

  private ContractApplier(Admin admin, Catalog catalog, StreamProvisioner streams) {
    this.admin = admin;
    this.catalog = catalog;
    this.streams = streams;
    this.tables = new TableProvisioner(catalog);
  }

  public static ContractApplier open(Settings settings) {
    KafkaSettings kafka = KafkaSettings.from(settings);
    Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrap()));
    HttpSchemaRegistry registry = new HttpSchemaRegistry(RegistrySettings.from(settings));

    return new ContractApplier(
        admin,
        LakeCatalog.open(LakeSettings.from(settings)),
        new StreamProvisioner(admin, registry, kafka));
  }

  /** Every resource that the contracts name, whether it would change or not. */
  public List<Change> plan(Contracts contracts) {
    List<Change> changes = new ArrayList<>();
    for (Contract contract : contracts.all()) {
      if (contract.stream().isPresent()) {
        changes.addAll(streams.plan(contract));
      }
      if (contract.table().isPresent()) {
        changes.add(tables.plan(contract));
      }
    }

    return changes;
  }

  /** Runs the steps of a plan that refuses nothing. */
  public static void run(List<Change> plan) {
    plan.forEach(change -> change.step().run());
  }

  @Override
  public void close() throws Exception {
    admin.close();
    if (catalog instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }
}
