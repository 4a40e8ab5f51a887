package io.freshet.bench.gateway;

import io.freshet.bench.Stage;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Contracts of pings as shipped, one for each acknowledgement, in a folder of their own. */
final class BenchContracts {
  static final String PRODUCER = "bench";

  private static final String SHIPPED = "dasher_pings";
  private static final String ENTITY_KEY = "  - {property: entityKey, value: dasher_id}\n";

  private final Path folder;

  private BenchContracts(Path folder) {
    this.folder = folder;
  }

  /**
   * How a contract differs from the shipped one.
   *
   * @param copies that the topic keeps, and that must be there before an event is acknowledged
   */
  record Wish(Acknowledgement acknowledgement, Order order, int copies, int inSync) {}

  /** What is promised of it. */
  enum Order {
    PER_DASHER,
    /** A {@code fast} event goes wherever a batch is open. */
    NONE
  }

  static BenchContracts in(Path folder) {
    try {
      return new BenchContracts(Files.createDirectories(folder));
    } catch (IOException e) {
      throw new FreshetException(Fault.CALLER, "Cannot use the folder " + folder, e);
    }
  }

  Path folder() {
    return folder;
  }

  /** Writes a contract, and returns its name. */
  String write(Stage stage, Wish wish) {
    String acknowledgement = wish.acknowledgement().name().toLowerCase(Locale.ROOT);
    String name = "bench_%s".formatted(acknowledgement);
    try {
      String text =
          Files.readString(
              Path.of(stage.settings().text("contracts.path")).resolve(SHIPPED + ".yaml"));
      String now =
          text.replace(SHIPPED, name)
              .replace("value: [dasher-app]", "value: [%s]".formatted(PRODUCER))
              .replace(ENTITY_KEY, wish.order() == Order.PER_DASHER ? ENTITY_KEY : "");
      Files.writeString(
          folder.resolve(name + ".yaml"),
          "%s  - {property: acknowledgement, value: %s}\n"
                  .formatted(now.endsWith("\n") ? now : now + "\n", acknowledgement)
              + "  - {property: replicas, value: %d}\n  - {property: minInSync, value: %d}\n"
                  .formatted(wish.copies(), wish.inSync()));
    } catch (IOException e) {
      throw new FreshetException(Fault.CALLER, "Cannot write contracts into " + folder, e);
    }

    return name;
  }

  /** Makes their topics and subjects, and the topic of the gateway's accounts. */
  void apply(Stage stage, KafkaSettings kafka) {
    Contracts contracts = Contracts.read(folder);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      StreamProvisioner provisioner =
          new StreamProvisioner(
              admin, new HttpSchemaRegistry(RegistrySettings.from(stage.settings())), kafka);
      contracts.all().stream()
          .filter(contract -> contract.stream().isPresent())
          .forEach(provisioner::apply);
    }
  }

  Contract contract(String name) {
    return Contracts.read(folder).require(name);
  }
}
