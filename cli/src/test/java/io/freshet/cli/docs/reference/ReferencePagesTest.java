package io.freshet.cli.docs.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.Freshet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That the pages in the repository are those that the code makes. */
class ReferencePagesTest {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  private static Map<Path, String> pages;

  @BeforeAll
  static void generate() {
    pages = ReferencePages.of(PROJECT, Freshet.commandLine());
  }

  @Test
  void sayWhatTheCodeDoes() throws IOException {
    for (Map.Entry<Path, String> page : pages.entrySet()) {
      assertThat(Files.readString(page.getKey()))
          .as("%s; ./freshet docs reference writes it", page.getKey())
          .isEqualTo(page.getValue());
    }
  }

  @Test
  void sayWhatEachSettingMeans() {
    assertThat(pages.get(PROJECT.resolve("docs/reference/settings.md")).lines())
        .as("settings that no README explains in a table whose first column is Key")
        .filteredOn(line -> line.matches("\\| `[^|]*\\|[^|]*\\|[^|]*\\|\\s*\\|.*"))
        .isEmpty();
  }
}
