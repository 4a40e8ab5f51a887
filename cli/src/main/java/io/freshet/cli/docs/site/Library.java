package io.freshet.cli.docs.site;

import io.freshet.cli.docs.ProjectFiles;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** All documents of a project, and where their links lead. */
public final class Library {
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");

  private final Path project;
  private final Map<Path, Document> documents;

  private Library(Path project, Map<Path, Document> documents) {
    this.project = project;
    this.documents = documents;
  }

  /**
   * Reads all of them.
   *
   * @param project absolute and normalized
   */
  public static Library of(Path project) {
    Map<Path, Document> documents = new TreeMap<>();
    ProjectFiles.documents(project).forEach(file -> documents.put(file, Document.read(file)));

    return new Library(project, documents);
  }

  Path project() {
    return project;
  }

  List<Document> documents() {
    return List.copyOf(documents.values());
  }

  Optional<Document> at(Path file) {
    return Optional.ofNullable(documents.get(file));
  }

  /** Files besides documents that they show or lead to. */
  List<Path> attachments() {
    TreeSet<Path> files = new TreeSet<>();
    for (Document document : documents.values()) {
      for (Document.Reference reference : document.references()) {
        target(document, reference.address())
            .filter(target -> Files.isRegularFile(target) && !documents.containsKey(target))
            .ifPresent(files::add);
      }
    }

    return List.copyOf(files);
  }

  /** How many links there are within the project. */
  public int links() {
    return (int)
        documents.values().stream()
            .flatMap(document -> document.references().stream())
            .filter(reference -> !isElsewhere(reference.address()))
            .count();
  }

  /**
   * A line for each link that leads nowhere, and each picture that the internet would have to show.
   */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (Document document : documents.values()) {
      for (Document.Reference reference : document.references()) {
        problem(document, reference)
            .ifPresent(
                problem ->
                    problems.add(
                        "%s:%d: %s %s"
                            .formatted(
                                project.relativize(document.file()),
                                reference.line(),
                                reference.address(),
                                problem)));
      }
    }

    return problems;
  }

  private Optional<String> problem(Document document, Document.Reference reference) {
    if (isElsewhere(reference.address())) {
      return reference.isImage()
          ? Optional.of("is a picture from elsewhere; keep it in docs/images")
          : Optional.empty();
    }
    Path target = target(document, reference.address()).orElse(document.file());
    if (!target.startsWith(project) || !Files.exists(target)) {
      return Optional.of("leads to no file");
    }
    Optional<String> part = part(reference.address());
    Optional<Document> page = page(target);
    if (part.isPresent() && page.isPresent() && !page.get().hasAnchor(part.get())) {
      return Optional.of("leads to no heading of %s".formatted(project.relativize(target)));
    }

    return Optional.empty();
  }

  /** A document, or that of a folder. */
  private Optional<Document> page(Path target) {
    return at(target).or(() -> at(target.resolve("README.md")));
  }

  /** What an address means as a file; none where it stays on its page or leads elsewhere. */
  static Optional<Path> target(Document document, String address) {
    String path = address.replaceFirst("#.*", "");

    return path.isEmpty() || isElsewhere(address)
        ? Optional.empty()
        : Optional.of(document.file().resolveSibling(decoded(path)).normalize());
  }

  /** In angle brackets Markdown lets an address hold what no address may. */
  private static String decoded(String path) {
    try {
      return new URI(path).getPath();
    } catch (URISyntaxException asItStands) {
      return path;
    }
  }

  static Optional<String> part(String address) {
    int mark = address.indexOf('#');

    return mark < 0 ? Optional.empty() : Optional.of(address.substring(mark + 1));
  }

  static boolean isElsewhere(String address) {
    return ELSEWHERE.matcher(address).matches();
  }
}
