package io.freshet.cli.docs.site;

import io.freshet.core.server.page.Palette;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Pages of all documents in a folder, which a browser opens without a server and without the
 * internet. Written anew it replaces what it wrote before, and takes away what is no document now.
 */
public final class Site {
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
  private static final String STYLE = "site.css";
  private static final String SCRIPT = "site.js";
  private static final String TEMPLATE = "page.html";

  /** From how many sections on a page says what is on it. */
  private static final int MANY_SECTIONS = 3;

  private final Library library;
  private final WrittenFiles files;
  private final Addresses addresses;
  private final Contents contents;
  private final String template;

  /**
   * @param library without problems
   * @param folder where pages go; made if it lacks
   */
  public Site(Library library, Path folder) throws IOException {
    this.library = library;
    this.files = new WrittenFiles(folder);
    this.addresses = new Addresses(library.project());
    this.contents = Contents.of(library, addresses);
    this.template = new String(resource(TEMPLATE), StandardCharsets.UTF_8);
  }

  /** How many pages there are now. */
  public int write() throws IOException {
    int pages = 0;
    SearchIndex index = new SearchIndex(addresses);
    for (Document document : library.documents()) {
      index.add(document);
      write(page(document), addresses.of(document.file()));
      pages++;
    }
    for (Listing listing : Listing.all(library, addresses)) {
      write(page(listing), listing.place());
      pages++;
    }
    for (Path file : library.attachments()) {
      copy(file);
    }
    Files.write(files.open(Path.of(STYLE)), Palette.before(resource(STYLE)));
    Files.write(files.open(Path.of(SCRIPT)), resource(SCRIPT));
    Files.writeString(files.open(Path.of("search-index.js")), index.script());
    files.removeOthers();

    return pages;
  }

  private String page(Document document) {
    String body = new PageBody(addresses, document).html();
    String source = library.project().relativize(document.file()).toString();

    return page(
        addresses.of(document.file()), document.title(), body, onThisPage(document), source);
  }

  private String page(Listing listing) {
    String entries =
        listing.entries().stream()
            .map(entry -> item(listing.place(), entry, Optional.empty()))
            .collect(Collectors.joining());
    String body = "<h1>%s</h1>%n<ul>%n%s</ul>%n".formatted(escape(listing.title()), entries);

    return page(listing.place(), listing.title(), body, "", "");
  }

  private String page(Path place, String title, String body, String sections, String source) {
    Map<String, String> values =
        Map.of(
            "title", escape(title),
            "root", Addresses.way(place, Path.of("x")).replaceFirst("x$", ""),
            "contents", contents(place),
            "body", body,
            "sections", sections,
            "source", escape(source));

    return PLACE
        .matcher(template)
        .replaceAll(found -> Matcher.quoteReplacement(values.get(found.group(1))));
  }

  private String contents(Path place) {
    return contents.groups().stream()
        .map(
            group ->
                "<h2>%s</h2>%n<ul>%n%s</ul>%n"
                    .formatted(
                        escape(group.title()),
                        group.entries().stream()
                            .map(entry -> item(place, entry, Optional.of(place)))
                            .collect(Collectors.joining())))
        .collect(Collectors.joining());
  }

  private static String item(Path from, Contents.Entry entry, Optional<Path> current) {
    boolean isHere = current.filter(entry.place()::equals).isPresent();

    return "<li><a href=\"%s\"%s>%s</a></li>%n"
        .formatted(
            Addresses.way(from, entry.place()),
            isHere ? " aria-current=\"page\"" : "",
            escape(entry.title()));
  }

  private static String onThisPage(Document document) {
    List<Document.Section> sections =
        document.sections().stream().filter(section -> section.level() == 2).toList();

    return sections.size() < MANY_SECTIONS
        ? ""
        : sections.stream()
            .map(
                section ->
                    "<li><a href=\"#%s\">%s</a></li>%n"
                        .formatted(section.anchor(), escape(section.title())))
            .collect(
                Collectors.joining(
                    "",
                    "<nav class=\"sections\" aria-label=\"On this page\"><ul>\n",
                    "</ul></nav>"));
  }

  private void write(String page, Path place) throws IOException {
    Files.writeString(files.open(place), page);
  }

  private void copy(Path file) throws IOException {
    Files.copy(file, files.open(addresses.of(file)), StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Site.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
