package io.freshet.cli.docs.site;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where pages stand on the site: as their sources in the project, a README as its folder's page.
 */
record Addresses(Path project) {
  private static final String FOLDER_PAGE = "index.html";

  /** Of a document, a folder or any other file; relative to the site. */
  Path of(Path source) {
    Path path = project.relativize(source);
    if (Files.isDirectory(source)) {
      return path.resolve(FOLDER_PAGE);
    }
    String name = path.getFileName().toString();
    if (name.equals("README.md")) {
      return path.resolveSibling(FOLDER_PAGE);
    }

    return path.resolveSibling(name.replaceFirst("\\.md$", ".html"));
  }

  /**
   * The way from a page to a file of the site.
   *
   * @param from where the page stands on the site
   */
  static String way(Path from, Path to) {
    Path folder = from.getParent() == null ? Path.of("") : from.getParent();

    return folder.relativize(to).toString();
  }
}
