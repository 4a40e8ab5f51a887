package io.freshet.orchestration.relay;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.orchestration.airflow.AirflowSettings;
import io.freshet.orchestration.airflow.Assets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relay as a process; SIGTERM ends it, and there is nothing to put away. */
public final class RelayApplication {
  private static final Logger log = LoggerFactory.getLogger(RelayApplication.class);

  private RelayApplication() {}

  /** Usage: {@code RelayApplication [--profile FILE] [--some.key=value]}. */
  public static void main(String[] arguments) {
    try {
      run(Settings.forProcess(arguments, System.getenv()));
    } catch (FreshetException e) {
      log.error("{}", e.getMessage());
      System.exit(e.fault().exitCode());
    }
  }

  private static void run(Settings settings) {
    RelaySettings relaySettings = RelaySettings.from(settings);
    Assets assets = Assets.at(AirflowSettings.from(settings));
    Contracts contracts = Contracts.read(Path.of(settings.text("contracts.path", "contracts")));
    Contract zones = contracts.require(relaySettings.zonesContract());
    settings.refuseUnknown(List.of("relay.", "airflow."));
    log.info("Relay starting settings={}", settings.effective());
    try (EventConsumer events =
            EventConsumer.fromBeginning(
                KafkaSettings.from(settings),
                new HttpSchemaRegistry(RegistrySettings.from(settings)),
                List.of(contracts.require(Contracts.TABLE_COMMITS), zones));
        Health health = Health.open(relaySettings.port())) {
      Relay relay =
          new Relay(
              events,
              zones,
              relaySettings,
              new Announcer(new AirflowBoard(assets), relaySettings, InstantSource.system()));
      relay.run(health);
    }
  }
}
