package io.freshet.cli.backup;

import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.recovery.backup.KeptFolder;
import java.nio.file.Path;

/** Where an installation keeps what is no database and no topic. */
final class Places {
  private Places() {}

  static KeptFolder models(Settings settings, BackupPart part) {
    return new KeptFolder(Path.of(settings.text("eta.model")), part.folder());
  }

  /** {@code backup.flink-state}; without it, the folder {@code flink} in the warehouse's bucket. */
  static String flinkState(Settings settings) {
    String warehouse = LakeSettings.from(settings).warehouse();
    int path = warehouse.indexOf('/', "s3://".length());
    String bucket = path < 0 ? warehouse : warehouse.substring(0, path);

    return settings.text("backup.flink-state", bucket + "/flink");
  }
}
