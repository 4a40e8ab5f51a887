package io.freshet.batch.landing.given;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Finds the files that a place names, and what is in them. */
public final class GivenFiles {
  private static final String UNDER_WAY = "._COPYING_";

  private final Configuration hadoop;

  public GivenFiles(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * @param from a file, a folder, whose own files are meant and not those of folders in it, or a
   *     pattern such as {@code trips/2026-*.csv}
   * @param format empty where the names of files tell it
   * @return in order of their names; never none
   */
  public List<GivenFile> in(String from, Optional<FileFormat> format) {
    try {
      Path place = new Path(from);
      FileSystem store = place.getFileSystem(hadoop);
      List<FileStatus> found = new ArrayList<>();
      for (FileStatus match : matches(store, place)) {
        if (match.isDirectory()) {
          found.addAll(files(store, match.getPath()));
        } else {
          requireSeen(match.getPath());
          found.add(match);
        }
      }
      if (found.isEmpty()) {
        throw new FreshetException(
            Fault.CALLER,
            "There is no file in %s; name a file, a folder or a pattern".formatted(from));
      }
      List<GivenFile> files = new ArrayList<>();
      for (FileStatus file : found) {
        files.add(given(store, file, format));
      }

      return files;
    } catch (UnsupportedFileSystemException | IllegalArgumentException e) {
      throw new FreshetException(
          Fault.CALLER,
          "%s can't be read: %s; give a path of this machine or s3://bucket/path"
              .formatted(from, e.getMessage()),
          e);
    } catch (FileNotFoundException e) {
      throw new FreshetException(Fault.CALLER, "There is no file %s".formatted(from), e);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read %s: %s".formatted(from, e.getMessage()), e);
    }
  }

  /** A path that is no pattern and is not there gives null. */
  private static List<FileStatus> matches(FileSystem store, Path place) throws IOException {
    FileStatus[] matches = store.globStatus(place);

    return matches == null ? List.of() : List.of(matches);
  }

  private static List<FileStatus> files(FileSystem store, Path folder) throws IOException {
    return Arrays.stream(store.listStatus(folder))
        .filter(FileStatus::isFile)
        .filter(file -> !isUnseen(file.getPath()))
        .sorted()
        .toList();
  }

  /** Spark passes over what is called like this: notes of engines, and files under way. */
  private static boolean isUnseen(Path file) {
    String name = file.getName();

    return name.startsWith("_") || name.startsWith(".") || name.endsWith(UNDER_WAY);
  }

  /** One that is named outright: it would be landed as a file without rows, once and for all. */
  private static void requireSeen(Path file) {
    if (isUnseen(file)) {
      throw new FreshetException(
          Fault.CALLER,
          "%s begins with _ or ., or ends with %s, as files do that are not whole or no data;"
                  .formatted(file, UNDER_WAY)
              + " give it another name");
    }
  }

  private static GivenFile given(FileSystem store, FileStatus file, Optional<FileFormat> format)
      throws IOException {
    return new GivenFile(
        file.getPath().toString(),
        format.orElseGet(() -> FileFormat.of(file.getPath().getName())),
        file.getLen(),
        content(store, file.getPath()));
  }

  /**
   * Of the bytes, and not a date or a store's own mark: a copy is the same file, and what was
   * written anew in place is another one.
   */
  private static String content(FileSystem store, Path file) throws IOException {
    try (InputStream bytes = store.open(file)) {
      return Sha256.hex(bytes);
    }
  }
}
