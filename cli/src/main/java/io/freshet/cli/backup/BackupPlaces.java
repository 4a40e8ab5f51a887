package io.freshet.cli.backup;

import io.freshet.cli.Workspace;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.recovery.backup.Backups;
import io.freshet.recovery.backup.FolderStore;
import io.freshet.recovery.backup.ObjectStore;
import io.freshet.recovery.backup.StoredBackup;
import io.freshet.recovery.metadata.StoreFiles;
import java.io.IOException;
import java.nio.file.Path;

/** Where backups lie, as a user names it: a folder, or a prefix of the settings' object store. */
public final class BackupPlaces {
  static final String OBJECT_STORE = "s3://";

  private final Workspace workspace;

  private BackupPlaces(Workspace workspace) {
    this.workspace = workspace;
  }

  public static BackupPlaces of(Workspace workspace) {
    return new BackupPlaces(workspace);
  }

  public Backups at(String place) {
    // The client lives as long as the command: nothing is gained by closing it before.
    return new Backups(
        place.startsWith(OBJECT_STORE)
            ? new ObjectStore(StoreFiles.open(LakeSettings.from(workspace.settings())), place)
            : new FolderStore(Path.of(place)));
  }

  /**
   * One backup.
   *
   * @param address {@code PLACE/ID} or {@code PLACE/latest}
   */
  public StoredBackup backup(String address) {
    int slash = address.lastIndexOf('/');
    if (slash < 1 || slash == address.length() - 1) {
      throw new FreshetException(
          Fault.CALLER,
          "'%s' names no backup; give its place and its id: backups/latest".formatted(address));
    }
    try {
      return at(address.substring(0, slash)).require(address.substring(slash + 1));
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read backup %s: %s".formatted(address, e.getMessage()), e);
    }
  }
}
