package io.freshet.cli.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What people have written in a project's folders, without what builds and tools leave there. */
public final class ProjectFiles {
  private static final Set<String> FOREIGN = Set.of("target", "node_modules", "__pycache__");

  private ProjectFiles() {}

  /** Guides in {@code docs/}, and the README of each folder; in the order of their paths. */
  public static List<Path> documents(Path project) {
    return endingWith(".md", project);
  }

  /** In the order of their paths. */
  public static List<Path> endingWith(String ending, Path project) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(project, new Finder(project, ending, found));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return found.stream().sorted().toList();
  }

  private static final class Finder extends SimpleFileVisitor<Path> {
    private final Path project;
    private final String ending;
    private final List<Path> found;

    Finder(Path project, String ending, List<Path> found) {
      this.project = project;
      this.ending = ending;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      String name = folder.getFileName().toString();
      boolean isOurs = folder.equals(project) || !(name.startsWith(".") || FOREIGN.contains(name));

      return isOurs ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (file.toString().endsWith(ending)) {
        found.add(file);
      }

      return FileVisitResult.CONTINUE;
    }
  }
}
