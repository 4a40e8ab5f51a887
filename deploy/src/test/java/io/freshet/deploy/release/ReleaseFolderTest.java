package io.freshet.deploy.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseFolderTest {
  @TempDir private Path folder;
  private Path project;
  private Path library;

  @BeforeEach
  void build() throws IOException {
    project = folder.resolve("project");
    for (String module : List.of("core/lake", "catalog")) {
      Path classes = project.resolve(module).resolve("target/classes");
      Files.createDirectories(classes);
      Files.writeString(classes.resolve("Some.class"), module);
    }
    Files.writeString(project.resolve("pom.xml"), "");
    Files.writeString(project.resolve("LICENSE"), "Take it");
    library = folder.resolve(".m2/repository/org/example/core/1.2/core-1.2.jar");
    Files.createDirectories(library.getParent());
    Files.writeString(library, "library");
  }

  @Test
  void keepsEachClassPathInItsOrder() throws IOException {
    Path release = release("one");

    assertThat(release.resolve("processes/catalog"))
        .content()
        .isEqualTo(
            """
            -cp
            "lib/freshet/freshet-catalog-1.0.0.jar:lib/org/example/core/1.2/core-1.2.jar:\
            lib/freshet/freshet-core-lake-1.0.0.jar"
            """);
    assertThat(release.resolve("lib/org/example/core/1.2/core-1.2.jar")).hasContent("library");
  }

  /** As Maven names a module on others' class paths once it was packaged. */
  @Test
  void takesAPackagedModuleByItsClasses() throws IOException {
    Path packaged = project.resolve("core/lake/target/lake-1.0.0.jar");
    Files.writeString(packaged, "with the time of its making");

    ReleaseFolder release = new ReleaseFolder(folder.resolve("packaged"), "1.0.0");
    release.addProcess("catalog", List.of(packaged));

    assertThat(folder.resolve("packaged/lib/freshet/freshet-core-lake-1.0.0.jar"))
        .hasSameBinaryContentAs(release("one").resolve("lib/freshet/freshet-core-lake-1.0.0.jar"));
  }

  @Test
  void hasTheSumOfEachFileAndTheSameWhenItIsMadeAgain() throws IOException {
    Path one = release("one");
    Path again = release("again");

    assertThat(Files.readAllLines(one.resolve(ReleaseFolder.SUMS)))
        .hasSize(6)
        .allMatch(line -> line.matches("[0-9a-f]{64}  \\S+"))
        .anyMatch(line -> line.endsWith("  LICENSE"))
        .isEqualTo(Files.readAllLines(again.resolve(ReleaseFolder.SUMS)));
  }

  private Path release(String name) throws IOException {
    Path out = folder.resolve(name);
    ReleaseFolder release = new ReleaseFolder(out, "1.0.0");
    release.addProcess(
        "catalog",
        List.of(
            project.resolve("catalog/target/classes"),
            library,
            project.resolve("core/lake/target/classes")));
    release.addFile(project, "LICENSE");
    release.addText("release.json", "{}");
    release.seal();

    return out;
  }
}
