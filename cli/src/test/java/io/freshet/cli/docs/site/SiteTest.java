package io.freshet.cli.docs.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {
  private static final Pattern ADDRESS = Pattern.compile("<[^>]+ (?:href|src)=\"([^\"#]*)");

  @TempDir private Path folder;
  private Path project;
  private Path site;

  @BeforeEach
  void makeAProject() {
    project = folder.resolve("project");
    site = folder.resolve("site");
  }

  @Test
  void leadsLinksToPagesHeadingsAndFiles() throws IOException {
    document("README.md", "# Shop\n\n[run](docs/guide.md#run-it), [all](docs)\n");
    document(
        "docs/guide.md", "# Guide\n\n## Run it\n\n![what it shows](images/a.png), [up](../)\n");
    document("docs/images/a.png", "a picture");

    write();

    assertThat(page("index.html"))
        .contains("<a href=\"docs/guide.html#run-it\">run</a>")
        .contains("<a href=\"docs/index.html\">all</a>");
    assertThat(page("docs/guide.html"))
        .contains("<h2 id=\"run-it\">Run it</h2>")
        .contains("<img src=\"images/a.png\" alt=\"what it shows\"")
        .contains("<a href=\"../index.html\">up</a>")
        .contains("<link rel=\"stylesheet\" href=\"../site.css\">");
    assertThat(page("docs/index.html")).contains("<a href=\"guide.html\">Guide</a>");
    assertThat(site.resolve("docs/images/a.png")).hasContent("a picture");
  }

  @Test
  void showsMarkupOfADocumentAsText() throws IOException {
    document("README.md", "# <b>Shop</b> & till\n\n<script>alert(1)</script> {{ ref('x') }}\n");

    write();

    assertThat(page("index.html"))
        .contains("&lt;script&gt;alert(1)&lt;/script&gt; {{ ref('x') }}")
        .doesNotContain("<script>alert");
  }

  @Test
  void makesNoScriptOfALink() throws IOException {
    document("README.md", "# Shop\n\n[run](javascript:alert(1)), [on](https://example.org)\n");

    write();

    assertThat(page("index.html"))
        .contains(">run</a>", "<a href=\"https://example.org\">on</a>")
        .doesNotContain("javascript:");
  }

  @Test
  void asksNobodyElseForAnything() throws IOException {
    document("README.md", "# Shop\n\n[out](https://example.org)\n");

    write();

    try (Stream<Path> files = Files.walk(site)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file))
            .doesNotContainPattern("(src|@import|url\\()[=\\s\"']*http");
      }
    }
  }

  @Test
  void definesEachPropertyThatItsStyleUses() throws IOException {
    document("README.md", "# Shop\n");

    write();

    String style = page("site.css");
    assertThat(style).contains("var(--accent)");
    assertThat(found(style, "var\\((--[a-z-]+)\\)")).isSubsetOf(found(style, "(--[a-z-]+):"));
  }

  private static Set<String> found(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(each -> each.group(1))
        .collect(Collectors.toSet());
  }

  @Test
  void findsWordsBySection() throws IOException {
    document(
        "README.md",
        "# Shop\n\nHello `gateway.port`\n\n## Till\n\n| a | b |\n|---|---|\n| cash | card |\n");

    write();

    assertThat(page("search-index.js"))
        .contains("[\"Shop\",\"\",\"index.html\",\"gateway.port hello shop\"]")
        .contains("[\"Shop\",\"Till\",\"index.html#till\",\"a b card cash till\"]");
  }

  @Test
  void takesAwayPagesOfDocumentsThatAreGoneAndNothingElse() throws IOException {
    document("README.md", "# Shop\n");
    document("docs/guide.md", "# Guide\n");
    document("docs/old/way.md", "# The old way\n\n![it](way.png)\n");
    document("docs/old/way.png", "a picture");
    write();
    Files.writeString(site.resolve("docs/robots.txt"), "of somebody else");
    Files.delete(project.resolve("docs/old/way.md"));
    Files.delete(project.resolve("docs/old/way.png"));

    write();

    assertThat(site.resolve("docs/old")).doesNotExist();
    assertThat(site.resolve("docs/guide.html")).exists();
    assertThat(site.resolve("docs/robots.txt")).hasContent("of somebody else");
  }

  @Test
  void takesAwayNothingOutsideOfItsFolder() throws IOException {
    document("README.md", "# Shop\n");
    write();
    Files.writeString(folder.resolve("kept.html"), "kept");
    Files.writeString(site.resolve(WrittenFiles.LIST), "../kept.html\n");

    write();

    assertThat(folder.resolve("kept.html")).exists();
  }

  @Test
  void leadsNowhereByNoneOfItsOwnAddresses() throws IOException {
    Files.createDirectories(site);
    new Site(Library.of(Path.of("..").toAbsolutePath().normalize()), site).write();

    assertThat(site.resolve("docs/quickstart.html")).exists();
    assertThat(lost()).isEmpty();
  }

  private List<String> lost() throws IOException {
    List<String> lost = new ArrayList<>();
    try (Stream<Path> files = Files.walk(site)) {
      for (Path page : files.filter(file -> file.toString().endsWith(".html")).toList()) {
        ADDRESS
            .matcher(Files.readString(page))
            .results()
            .map(found -> found.group(1))
            .filter(address -> !Library.isElsewhere(address) && !address.isEmpty())
            .filter(address -> !Files.exists(page.resolveSibling(address)))
            .forEach(address -> lost.add(page + ": " + address));
      }
    }

    return lost;
  }

  @Test
  void givesHeadingsOfOneNameAnchorsOfTheirOwn() {
    Document document = Document.parse(Path.of("a.md"), "# A\n## Run\n## Run\n## `./x` (up)\n");

    assertThat(document.sections())
        .extracting(Document.Section::anchor)
        .containsExactly("a", "run", "run-1", "x-up");
  }

  private void document(String name, String text) throws IOException {
    Path file = project.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void write() throws IOException {
    Files.createDirectories(site);
    Library library = Library.of(project);

    assertThat(library.problems()).isEmpty();

    new Site(library, site).write();
  }

  private String page(String place) throws IOException {
    return Files.readString(site.resolve(place));
  }
}
