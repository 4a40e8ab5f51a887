package io.freshet.cli.contract;

import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.toolkit.Settings;
import io.freshet.warehouse.trino.access.AccessFiles;
import io.freshet.warehouse.trino.view.FreshnessView;
import io.freshet.warehouse.trino.view.ReadableViews;
import io.freshet.warehouse.trino.view.ViewProvisioner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.admin.Admin;

/** Plans what contracts ask of Kafka, the registry, the lake and Trino's rules, and does it. */
public final class ContractApplier implements AutoCloseable {
  private final Admin admin;
  private final Catalog catalog;
  private final StreamProvisioner streams;
  private final TableProvisioner tables;
  private final ViewProvisioner views;
  private final Optional<AccessFiles> access;

  private ContractApplier(
      Admin admin, Catalog catalog, StreamProvisioner streams, Optional<AccessFiles> access) {
    this.admin = admin;
    this.catalog = catalog;
    this.streams = streams;
    this.tables = new TableProvisioner(catalog);
    this.views = new ViewProvisioner(catalog);
    this.access = access;
  }

  public static ContractApplier open(Settings settings) {
    KafkaSettings kafka = KafkaSettings.from(settings);
    Admin admin = KafkaClients.admin(kafka);
    HttpSchemaRegistry registry = new HttpSchemaRegistry(RegistrySettings.from(settings));

    return new ContractApplier(
        admin,
        LakeCatalog.open(LakeSettings.from(settings)),
        new StreamProvisioner(admin, registry, kafka),
        settings.optionalText("trino.access-folder").map(Path::of).map(AccessFiles::new));
  }

  /** Every resource that the contracts name, whether it would change or not. */
  public List<Change> plan(Contracts contracts) {
    List<Change> changes = new ArrayList<>();
    for (Contract contract : contracts.all()) {
      // The table first: when events of a new schema come, their columns are there.
      if (contract.table().isPresent()) {
        changes.add(tables.plan(contract, contracts.text(contract)));
      }
      if (contract.stream().isPresent()) {
        changes.addAll(streams.plan(contract));
      }
    }
    ReadableViews.of(contracts).forEach(view -> changes.add(views.plan(view)));
    changes.add(views.plan(FreshnessView.of(contracts)));
    access.ifPresent(files -> changes.add(files.plan(contracts)));

    return changes;
  }

  /** What there is of a contract that is no longer kept up; data goes with it. */
  public List<Change> planRemoval(Contract contract) {
    List<Change> changes = new ArrayList<>();
    if (contract.table().isPresent()) {
      if (contract.stream().isPresent()) {
        changes.add(views.planRemoval(ReadableViews.of(contract)));
      }
      changes.add(tables.planRemoval(contract));
    }
    if (contract.stream().isPresent()) {
      changes.addAll(streams.planRemoval(contract));
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
