package io.freshet.recovery.backup;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Files that are part of a backup and are no database's and no topic's, such as receipts. */
public sealed interface Kept permits KeptFolder, KeptObjects {
  /** Where they lie in a backup, with a slash at its end. */
  String prefix();

  /**
   * Whether there is such a place. A prefix of a store is there as long as something is below it.
   */
  boolean isThere();

  /** The place, for who reads about it. */
  String address();

  /** Those that there are, in order; none where nothing was ever written. */
  List<String> paths() throws IOException;

  InputStream open(String path) throws IOException;

  /** Writes one that is not there; a path that leads elsewhere is refused. */
  void put(String path, byte[] content) throws IOException;

  /** Writes all of them; returns how many. */
  default int write(BackupFiles files) throws IOException {
    List<String> found = paths();
    for (String path : found) {
      try (InputStream in = open(path)) {
        files.write(prefix() + path, in::transferTo);
      }
    }

    return found.size();
  }

  /** What a restore has done. */
  record Restored(List<String> written, List<String> different, int same) {
    public Restored {
      written = List.copyOf(written);
      different = List.copyOf(different);
    }
  }

  /** Puts back what is missing; what is there stays, whether it is the same or not. */
  default Restored restore(StoredBackup backup) throws IOException {
    Set<String> there = Set.copyOf(paths());
    List<String> written = new ArrayList<>();
    List<String> different = new ArrayList<>();
    int same = 0;
    for (String path : backup.under(prefix())) {
      byte[] kept = bytes(backup.open(prefix() + path));
      if (!there.contains(path)) {
        put(path, kept);
        written.add(path);
      } else if (Arrays.equals(bytes(open(path)), kept)) {
        same++;
      } else {
        different.add(path);
      }
    }

    return new Restored(written, different, same);
  }

  private static byte[] bytes(InputStream opened) throws IOException {
    try (InputStream in = opened) {
      return in.readAllBytes();
    }
  }
}
