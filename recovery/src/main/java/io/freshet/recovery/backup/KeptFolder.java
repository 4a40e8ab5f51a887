package io.freshet.recovery.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** A folder of this machine that is part of a backup. */
public final class KeptFolder implements Kept {
  private final Path folder;
  private final String prefix;

  /**
   * @param prefix where its files lie in the backup, with a slash at its end
   */
  public KeptFolder(Path folder, String prefix) {
    this.folder = folder.toAbsolutePath().normalize();
    this.prefix = prefix;
  }

  @Override
  public String prefix() {
    return prefix;
  }

  @Override
  public boolean isThere() {
    return Files.isDirectory(folder);
  }

  @Override
  public String address() {
    return folder.toString();
  }

  /**
   * A folder that is not there has none. What begins with two dots is Kubernetes' own: where it
   * keeps the files of a volume that it then links to.
   */
  @Override
  public List<String> paths() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    // Links too: they lead to files that are there.
    try (Stream<Path> walked = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return walked
          .filter(Files::isRegularFile)
          .sorted()
          .map(this::relative)
          .filter(path -> !path.startsWith("..") && !path.contains("/.."))
          .toList();
    }
  }

  private String relative(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  @Override
  public InputStream open(String path) throws IOException {
    return Files.newInputStream(folder.resolve(path));
  }

  @Override
  public void put(String path, byte[] content) throws IOException {
    Path file = folder.resolve(path).normalize();
    if (!file.startsWith(folder)) {
      throw new IOException("%s of the backup leads out of %s".formatted(path, folder));
    }
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    Files.createDirectories(file.getParent());
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.write(unfinished, content);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
