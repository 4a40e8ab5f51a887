package io.freshet.ingestion.writer;

import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.util.List;

/** What a repair needs to reach, and where it leaves its receipts. */
record RepairSettings(
    Path contracts,
    KafkaSettings kafka,
    RegistrySettings registry,
    LakeSettings lake,
    Path receipts) {
  /**
   * @param receipts where they go unless {@code receipts.path} says otherwise
   */
  static RepairSettings from(Settings settings, Path receipts) {
    RepairSettings repair =
        new RepairSettings(
            Path.of(settings.text("contracts.path", "contracts")),
            KafkaSettings.from(settings),
            RegistrySettings.from(settings),
            LakeSettings.from(settings),
            Path.of(settings.text("receipts.path", receipts.toString())));
    settings.refuseUnknown(List.of("contracts.", "receipts."));

    return repair;
  }
}
