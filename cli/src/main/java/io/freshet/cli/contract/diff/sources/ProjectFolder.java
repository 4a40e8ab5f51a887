package io.freshet.cli.contract.diff.sources;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a checkout. */
record ProjectFolder(Path project) {

  /** Those below a folder with an ending; none where there is no such folder. */
  List<SourceFile> files(String below, String ending) {
    Path folder = project.resolve(below);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.toString().endsWith(ending))
          .filter(path -> isSource(folder.relativize(path).toString()))
          .sorted()
          .map(path -> read(path, ending))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hidden folders hold what tools leave behind; a contract reads nothing. */
  private static boolean isSource(String path) {
    return !path.matches("(.*/)?(\\.|target/|tests?/|src/test/|contracts/).*");
  }

  private SourceFile read(Path path, String ending) {
    String name = path.getFileName().toString();
    try {
      return new SourceFile(
          project.relativize(path).toString(),
          name.substring(0, name.length() - ending.length()),
          Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
