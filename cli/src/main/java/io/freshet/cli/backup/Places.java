package io.freshet.cli.backup;

import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.recovery.backup.Kept;
import io.freshet.recovery.backup.KeptFolder;
import io.freshet.recovery.backup.KeptObjects;
import io.freshet.recovery.metadata.StoreFiles;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where an installation keeps what is no database and no topic. */
final class Places {
  private static final Pattern ADDRESS = Pattern.compile("[a-z][a-z0-9+.-]*:/");

  private Places() {}

  /**
   * What {@code eta.model} names: a folder, or a prefix of the settings' object store.
   *
   * @throws FreshetException when it is in a store that backups do not read
   */
  static Kept models(Settings settings, BackupPart part) {
    String models = settings.text("eta.model");
    if (models.startsWith(BackupPlaces.OBJECT_STORE)) {
      // The client lives as long as the command: nothing is gained by closing it before.
      return new KeptObjects(StoreFiles.open(LakeSettings.from(settings)), models, part.folder());
    }
    if (ADDRESS.matcher(models).lookingAt()) {
      throw new FreshetException(
          Fault.CALLER,
          "eta.model is %s, and backups know s3:// and folders alone; name other parts with --only"
              .formatted(models));
    }

    return new KeptFolder(Path.of(models), part.folder());
  }

  /** {@code backup.flink-state}; without it, the folder {@code flink} in the warehouse's bucket. */
  static String flinkState(Settings settings) {
    String warehouse = LakeSettings.from(settings).warehouse();
    int path = warehouse.indexOf('/', "s3://".length());
    String bucket = path < 0 ? warehouse : warehouse.substring(0, path);

    return settings.text("backup.flink-state", bucket + "/flink");
  }
}
