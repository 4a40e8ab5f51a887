package io.freshet.cli.docs.site;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a build has put into its folder, by a list that stays there: the next build takes away what
 * it does not write any more, and nothing that others have put there.
 */
final class WrittenFiles {
  static final String LIST = "site-files.txt";

  private final Path folder;
  private final Set<String> places = new TreeSet<>();

  WrittenFiles(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** Where to write what has that place in the folder. */
  Path open(Path place) throws IOException {
    Path file = folder.resolve(place);
    Files.createDirectories(file.getParent());
    places.add(folder.relativize(file.normalize()).toString());

    return file;
  }

  /** Takes away what an earlier build has written and this one has not. */
  void removeOthers() throws IOException {
    Path list = folder.resolve(LIST);
    if (Files.exists(list)) {
      for (String place : Files.readAllLines(list)) {
        Path file = folder.resolve(place).normalize();
        if (!places.contains(place) && file.startsWith(folder) && Files.isRegularFile(file)) {
          Files.delete(file);
          removeEmpty(file.getParent());
        }
      }
    }
    Files.write(list, places);
  }

  private void removeEmpty(Path parent) throws IOException {
    try {
      for (Path each = parent; !each.equals(folder); each = each.getParent()) {
        Files.delete(each);
      }
    } catch (DirectoryNotEmptyException stillUsed) {
      // It stays, and so do those that it lies in.
    }
  }
}
