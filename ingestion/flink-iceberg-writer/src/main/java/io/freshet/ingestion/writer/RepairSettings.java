package io.freshet.ingestion.writer;

import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.ReceiptPlace;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a repair or an erasure needs to reach, and where it leaves its receipts.
 *
 * @param snapshotRetention after which maintenance lets snapshots go
 */
record RepairSettings(
    Path contracts,
    KafkaSettings kafka,
    RegistrySettings registry,
    LakeSettings lake,
    ReceiptPlace receipts,
    Duration snapshotRetention) {
  private static final Duration DAY = Duration.ofDays(1);

  /**
   * @param profile beside which receipts go unless {@code receipts.path} says otherwise
   */
  static RepairSettings from(Settings settings, Path profile) {
    RepairSettings repair =
        new RepairSettings(
            Path.of(settings.text("contracts.path", "contracts")),
            KafkaSettings.from(settings),
            RegistrySettings.from(settings),
            LakeSettings.from(settings),
            ReceiptPlace.of(settings, profile),
            // The same key and default as maintenance has, which this only tells of.
            settings.duration("maintenance.snapshot-retention", DAY));
    settings.refuseUnknown(List.of("contracts.", "receipts."));

    return repair;
  }
}
