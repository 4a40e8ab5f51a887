package io.freshet.cli.docs.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a reader of our documents who follows a link within the repository gets somewhere. */
class DocumentLinksTest {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path project;

  @Test
  void leadsToFilesAndHeadingsThatAreThere() {
    Library library = Library.of(PROJECT);

    assertThat(library.links()).isGreaterThan(200);
    assertThat(library.problems()).isEmpty();
  }

  @Test
  void namesLinksThatLeadNowhereByFileAndLine() throws IOException {
    Files.writeString(project.resolve("there.md"), "# There\n\n## In part: one\n");
    Files.writeString(
        project.resolve("page.md"),
        """
        See [one](there.md#in-part-one), [two](there.md#in-part-two) and [three][3], not
        [that](#here), `[code](nowhere.md)` or [this](https://example.org/x.md);
        ![a picture](gone.png "What it shows"), ![another](https://example.org/x.png).

        ```
        [more](nowhere.md)
        ```

        [3]: <../outside.md>
        """);

    assertThat(Library.of(project).problems())
        .containsExactly(
            "page.md:1: there.md#in-part-two leads to no heading of there.md",
            "page.md:1: ../outside.md leads to no file",
            "page.md:2: #here leads to no heading of page.md",
            "page.md:3: gone.png leads to no file",
            "page.md:3: https://example.org/x.png is a picture from elsewhere; keep it in"
                + " docs/images");
  }

  @Test
  void takesAnAddressInAngleBracketsAsItStands() throws IOException {
    Files.writeString(project.resolve("two words.md"), "# There\n");
    Files.writeString(
        project.resolve("page.md"), "[a](<two words.md>), [b](two%20words.md), [c](<no one.md>)\n");

    assertThat(Library.of(project).problems())
        .containsExactly("page.md:1: no one.md leads to no file");
  }

  @Test
  void takesTheReadmeForItsFolder() throws IOException {
    Files.createDirectories(project.resolve("part"));
    Files.writeString(project.resolve("part/README.md"), "# Part\n\n## Run\n");
    Files.writeString(project.resolve("page.md"), "[it](part/#run), [again](part#walk)\n");

    assertThat(Library.of(project).problems())
        .containsExactly("page.md:1: part#walk leads to no heading of part");
  }
}
