package io.freshet.testing.e2e;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.core.toolkit.Settings;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A real broker and registry, and contracts under names that no other test uses. */
final class Streams implements AutoCloseable {
  private final EmbeddedPlatform platform;
  private final Settings settings;
  private final KafkaSettings kafka;
  private final HttpSchemaRegistry registry;
  private final Admin admin;

  Streams(EmbeddedPlatform platform) {
    this(platform, List.of());
  }

  /**
   * @param arguments settings over those of the platform, such as {@code --kafka.bootstrap=…}
   */
  Streams(EmbeddedPlatform platform, List<String> arguments) {
    this.platform = platform;
    List<String> all = new ArrayList<>(List.of("--profile", platform.profile().toString()));
    all.addAll(arguments);
    this.settings = Settings.forProcess(all.toArray(String[]::new), System.getenv());
    this.kafka = KafkaSettings.from(settings);
    this.registry = new HttpSchemaRegistry(RegistrySettings.from(settings));
    this.admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
  }

  KafkaSettings kafka() {
    return kafka;
  }

  HttpSchemaRegistry registry() {
    return registry;
  }

  String registryUrl() {
    return settings.text("registry.url");
  }

  Admin admin() {
    return admin;
  }

  StreamProvisioner provisioner() {
    return new StreamProvisioner(admin, registry, kafka);
  }

  /** Makes the topics and subjects of all that have a stream. */
  void provide(Contracts contracts) {
    contracts.all().stream()
        .filter(contract -> contract.stream().isPresent())
        .forEach(provisioner()::apply);
  }

  /** The shipped contract of pings, for a topic of its own. */
  Contract pings() {
    return Contracts.read(Path.of(settings.text("contracts.path")))
        .require("dasher_pings")
        .named(platform.uniqueName("pings"));
  }

  @Override
  public void close() {
    admin.close();
  }
}
