package io.freshet.recovery.backup;

import io.freshet.core.toolkit.PrivateFiles;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Backups in a folder, for their owner's eyes only: they hold secrets. */
public final class FolderStore implements BackupStore {
  private static final String UNFINISHED = ".unfinished";

  private final Path root;

  public FolderStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public String address() {
    return root.toString();
  }

  @Override
  public List<String> list() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @Override
  public OutputStream create(String path) throws IOException {
    Path file = root.resolve(path);
    PrivateFiles.createFolder(file.getParent());
    Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    Files.deleteIfExists(unfinished);

    return new FilterOutputStream(Files.newOutputStream(unfinished)) {
      private boolean isOpen = true;

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length); // the filter's own goes byte by byte
      }

      @Override
      public void close() throws IOException {
        if (isOpen) {
          isOpen = false;
          super.close();
          try (FileChannel written = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            written.force(true);
          }
          Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    };
  }

  @Override
  public InputStream open(String path) throws IOException {
    return Files.newInputStream(root.resolve(path));
  }

  /** Folders that are left empty go with their last file. */
  @Override
  public void delete(String path) throws IOException {
    Path file = root.resolve(path);
    Files.deleteIfExists(file);
    for (Path folder = file.getParent(); !folder.equals(root); folder = folder.getParent()) {
      try (Stream<Path> left = Files.list(folder)) {
        if (left.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(folder);
    }
  }
}
