package io.freshet.recovery.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A folder of this machine that is part of a backup, such as receipts. */
public final class KeptFolder {
  private final Path folder;
  private final String prefix;

  /**
   * @param prefix where its files lie in the backup, with a slash at its end
   */
  public KeptFolder(Path folder, String prefix) {
    this.folder = folder.toAbsolutePath().normalize();
    this.prefix = prefix;
  }

  /** What a restore has done. */
  public record Restored(List<String> written, List<String> different, int same) {
    public Restored {
      written = List.copyOf(written);
      different = List.copyOf(different);
    }
  }

  /** Writes all of it; returns how many files. A folder that is not there has none. */
  public int write(BackupFiles files) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    List<Path> found;
    try (Stream<Path> walked = Files.walk(folder)) {
      found = walked.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : found) {
      files.write(prefix + relative(file), out -> Files.copy(file, out));
    }

    return found.size();
  }

  /** Puts back what is missing; what is there stays, whether it is the same or not. */
  public Restored restore(StoredBackup backup) throws IOException {
    List<String> written = new ArrayList<>();
    List<String> different = new ArrayList<>();
    int same = 0;
    for (String path : backup.under(prefix)) {
      Path file = folder.resolve(path).normalize();
      if (!file.startsWith(folder)) {
        throw new IOException("%s of the backup leads out of %s".formatted(path, folder));
      }
      try (InputStream in = backup.open(prefix + path)) {
        byte[] kept = in.readAllBytes();
        if (Files.notExists(file)) {
          Files.createDirectories(file.getParent());
          Path unfinished = file.resolveSibling(file.getFileName() + ".new");
          Files.write(unfinished, kept);
          Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
          written.add(path);
        } else if (Arrays.equals(Files.readAllBytes(file), kept)) {
          same++;
        } else {
          different.add(path);
        }
      }
    }

    return new Restored(written, different, same);
  }

  private String relative(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }
}
