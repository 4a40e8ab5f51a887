package io.freshet.cli.docs.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A page of links: of a folder that is linked to and has no README, and of all modules. */
record Listing(String title, Path place, List<Contents.Entry> entries) {
  Listing {
    entries = List.copyOf(entries);
  }

  static List<Listing> all(Library library, Addresses addresses) {
    List<Listing> all = new ArrayList<>();
    all.add(modules(library, addresses));
    TreeSet<Path> folders = new TreeSet<>();
    for (Document document : library.documents()) {
      for (Document.Reference reference : document.references()) {
        Library.target(document, reference.address())
            .filter(Files::isDirectory)
            .filter(folder -> library.at(folder.resolve("README.md")).isEmpty())
            .ifPresent(folders::add);
      }
    }
    for (Path folder : folders) {
      List<Contents.Entry> entries = Contents.below(library, addresses, folder);
      String name = folder.getFileName().toString();
      String title = Character.toUpperCase(name.charAt(0)) + name.substring(1);
      all.add(new Listing(title, addresses.of(folder), entries));
    }

    return all;
  }

  /** By the folder, which says where in the house one is. */
  private static Listing modules(Library library, Addresses addresses) {
    Path docs = library.project().resolve("docs");
    List<Contents.Entry> entries =
        library.documents().stream()
            .map(Document::file)
            .filter(file -> file.endsWith("README.md") && !file.startsWith(docs))
            .filter(file -> !file.getParent().equals(library.project()))
            .map(
                file ->
                    new Contents.Entry(
                        library.project().relativize(file.getParent()).toString(),
                        addresses.of(file)))
            .toList();

    return new Listing("Modules", Contents.MODULES, entries);
  }
}
