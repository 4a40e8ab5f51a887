package io.freshet.maintenance;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SupportsBulkOperations;
import org.apache.iceberg.io.SupportsPrefixOperations;

/**
 * The local disk with the manners of an object store: lists by prefix, and what goes away while it
 * lists is left out. Public because Iceberg makes it by reflection.
 */
public class LocalFileIO implements SupportsBulkOperations, SupportsPrefixOperations {
  private static final long serialVersionUID = 1;

  private final ConcurrentHashMap<String, Integer> read = new ConcurrentHashMap<>();

  /** By the name of a file, how often it was asked for to be read. */
  Map<String, Integer> read() {
    Map<String, Integer> byName = new HashMap<>();
    read.forEach((path, times) -> byName.put(Path.of(path).getFileName().toString(), times));

    return byName;
  }

  @Override
  public InputFile newInputFile(String path) {
    read.merge(path, 1, Integer::sum);

    return org.apache.iceberg.Files.localInput(new File(path));
  }

  @Override
  public OutputFile newOutputFile(String path) {
    return org.apache.iceberg.Files.localOutput(new File(path));
  }

  @Override
  public void deleteFile(String path) {
    try {
      Files.deleteIfExists(Path.of(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void deleteFiles(Iterable<String> paths) {
    int failed = 0;
    for (String path : paths) {
      try {
        deleteFile(path);
      } catch (UncheckedIOException e) {
        failed++;
      }
    }
    if (failed > 0) {
      throw new BulkDeletionFailureException(failed);
    }
  }

  @Override
  public List<FileInfo> listPrefix(String prefix) {
    List<FileInfo> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          Path.of(prefix).getParent(),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.toString().startsWith(prefix)) {
                found.add(
                    new FileInfo(
                        file.toString(),
                        attributes.size(),
                        attributes.lastModifiedTime().toMillis()));
              }

              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException goneMeanwhile) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return found;
  }

  @Override
  public void deletePrefix(String prefix) {
    listPrefix(prefix).forEach((FileInfo file) -> deleteFile(file.location()));
  }
}
