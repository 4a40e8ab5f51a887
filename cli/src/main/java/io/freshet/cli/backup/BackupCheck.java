package io.freshet.cli.backup;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.recovery.backup.StoredBackup;
import io.freshet.recovery.postgres.DatabaseDump;
import io.freshet.recovery.postgres.DatabaseRestore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whether a backup can be restored: its bytes, and the rows of its databases. */
final class BackupCheck {
  private BackupCheck() {}

  static List<String> faults(StoredBackup backup) {
    List<String> faults = new ArrayList<>(backup.faults());
    if (!faults.isEmpty()) {
      return faults; // rows of damaged files tell nothing more
    }
    try {
      for (BackupPart part : BackupPart.values()) {
        if (part.isDatabase() && backup.has(part.folder() + DatabaseDump.SCHEMA)) {
          faults.addAll(DatabaseRestore.faults(backup, part.folder()));
        }
      }
    } catch (IOException e) {
      faults.add("a database's dump can't be read: " + e.getMessage());
    }

    return faults;
  }

  static void require(StoredBackup backup) {
    List<String> faults = faults(backup);
    if (!faults.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "Backup %s is damaged, nothing was restored: %s"
              .formatted(backup.manifest().id(), String.join("; ", faults)));
    }
  }
}
