package io.freshet.cli.docs.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands beside every page: the way to all others.
 *
 * @param groups in the order in which a newcomer reads
 */
record Contents(List<Group> groups) {
  /** Where what a capability is and does lies: beside its code. */
  static final Path MODULES = Path.of("modules.html");

  private static final List<String> GUIDES = List.of("quickstart.md", "concepts.md");

  Contents {
    groups = List.copyOf(groups);
  }

  /** Pages that belong together. */
  record Group(String title, List<Entry> entries) {}

  /**
   * A page.
   *
   * @param place on the site
   */
  record Entry(String title, Path place) {}

  static Contents of(Library library, Addresses addresses) {
    Path docs = library.project().resolve("docs");
    List<Entry> start = new ArrayList<>();
    start.add(new Entry("Freshet", Path.of("index.html")));
    GUIDES.forEach(guide -> start.addAll(entries(library, addresses, docs.resolve(guide))));

    return new Contents(
        List.of(
            new Group("Start", start),
            new Group("How to", briefly(library, addresses, docs.resolve("how-to"))),
            new Group("Reference", briefly(library, addresses, docs.resolve("reference"))),
            new Group(
                "Operate",
                List.of(
                    new Entry("Runbooks", addresses.of(docs.resolve("runbooks"))),
                    new Entry("Security", addresses.of(docs.resolve("security"))),
                    new Entry("Benchmarks", addresses.of(docs.resolve("benchmarks"))))),
            new Group(
                "Inside",
                List.of(
                    new Entry("Architecture", Path.of("ARCHITECTURE.html")),
                    new Entry("Development", Path.of("DEVELOPMENT.html")),
                    new Entry("Modules", MODULES),
                    new Entry("Decisions", addresses.of(docs.resolve("decisions"))),
                    new Entry("All documents", addresses.of(docs))))));
  }

  /** The documents of a folder, without what lies deeper. */
  static List<Entry> below(Library library, Addresses addresses, Path folder) {
    return library.documents().stream()
        .filter(document -> document.file().getParent().equals(folder))
        .map(document -> entry(addresses, document))
        .toList();
  }

  private static List<Entry> briefly(Library library, Addresses addresses, Path folder) {
    return below(library, addresses, folder).stream().map(Contents::brief).toList();
  }

  private static List<Entry> entries(Library library, Addresses addresses, Path file) {
    return library.at(file).stream().map(document -> entry(addresses, document)).toList();
  }

  private static Entry entry(Addresses addresses, Document document) {
    return new Entry(document.title(), addresses.of(document.file()));
  }

  /** What stands before a colon says enough beside a page. */
  private static Entry brief(Entry entry) {
    return new Entry(entry.title().replaceFirst("(?<=\\D):.*", ""), entry.place());
  }
}
