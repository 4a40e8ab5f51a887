package io.freshet.dbt.generate;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Files of a dbt project that follow from something else. They are kept in the repository for
 * whoever reads it, and never written by hand: nothing else may lie in their folder.
 *
 * @param folder inside the project
 * @param texts by path inside the project
 */
public record GeneratedFiles(Path folder, Map<Path, String> texts) {
  public GeneratedFiles {
    texts = Map.copyOf(texts);
  }

  /** Which of the project's files differ from what they should be, are missing or too many. */
  public List<Path> outdated(Path project) {
    Set<Path> outdated = new TreeSet<>(held(project));
    outdated.removeAll(texts.keySet());
    texts.forEach(
        (path, text) -> {
          if (!holds(project.resolve(path), text)) {
            outdated.add(path);
          }
        });

    return List.copyOf(outdated);
  }

  /** Makes the project's files what they should be; returns those that it changed. */
  public List<Path> write(Path project) {
    List<Path> outdated = outdated(project);
    try {
      for (Path path : outdated) {
        if (texts.containsKey(path)) {
          Files.createDirectories(project.resolve(path).getParent());
          Files.writeString(project.resolve(path), texts.get(path));
        } else {
          Files.delete(project.resolve(path));
        }
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot write the dbt project %s: %s".formatted(project, e), e);
    }

    return outdated;
  }

  private static boolean holds(Path file, String text) {
    try {
      return Files.exists(file) && Files.readString(file).equals(text);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private List<Path> held(Path project) {
    Path held = project.resolve(folder);
    if (!Files.isDirectory(held)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(held)) {
      return files.filter(Files::isRegularFile).map(project::relativize).toList();
    } catch (IOException e) {
      throw unreadable(held, e);
    }
  }

  private static FreshetException unreadable(Path file, IOException e) {
    return new FreshetException(Fault.CALLER, "Cannot read %s: %s".formatted(file, e), e);
  }
}
