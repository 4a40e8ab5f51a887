package io.freshet.dbt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** This module's dbt project in another folder, where a test may change it. */
final class ProjectCopy {
  private static final List<String> PARTS =
      List.of("dbt_project.yml", "profiles.yml", "models", "macros", "tests");

  private ProjectCopy() {}

  static Path in(Path folder) throws IOException {
    for (String part : PARTS) {
      copy(DbtFixture.PROJECT.resolve(part), folder.resolve(part));
    }

    return folder;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = file.equals(from) ? to : to.resolve(from.relativize(file));
        Files.createDirectories(target.getParent());
        Files.writeString(target, Files.readString(file));
      }
    }
  }
}
