package io.freshet.deploy.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SbomTest {
  private static final LicenceRules RULES =
      LicenceRules.of(
          Map.of(
              "allowed",
              Map.of("Apache-2.0", List.of("The Apache License, Version 2.0"), "MIT", List.of()),
              "declared",
              Map.of("org.silent:silent", "MIT")));

  @TempDir private Path folder;

  @Test
  void knowsALibraryByWhereItLiesAndItsLicenceByItsPom() throws IOException {
    List<Component> found =
        ShippedJars.of(
            List.of(
                folder.resolve("target/classes"),
                folder.resolve("target/toolkit-0.1.0.jar"),
                jar(
                    "org/example/tools",
                    "core",
                    "1.2",
                    licence("The  Apache License,\n Version 2.0"))));

    assertThat(found)
        .singleElement()
        .satisfies(
            component -> {
              assertThat(component.purl()).isEqualTo("pkg:maven/org.example.tools/core@1.2");
              assertThat(RULES.licence(component)).contains("Apache-2.0");
            });
  }

  @Test
  void listsEachJarOfALibraryThatHasSeveral() throws IOException {
    Path main = jar("org/example", "core", "1.2", licence("MIT"));
    Path natives = Files.createFile(main.resolveSibling("core-1.2-linux-x86_64.jar"));

    assertThat(ShippedJars.of(List.of(main, natives)))
        .extracting(Component::purl)
        .containsExactly(
            "pkg:maven/org.example/core@1.2",
            "pkg:maven/org.example/core@1.2?classifier=linux-x86_64");
  }

  @Test
  void looksForALicenceInParentsToo() throws IOException {
    jar("org/example", "parent", "7", licence("MIT"));
    Path jar =
        jar(
            "org/example",
            "core",
            "1.2",
            "<parent><groupId>org.example</groupId><artifactId>parent</artifactId>"
                + "<version>7</version></parent>");

    assertThat(RULES.problems(ShippedJars.of(List.of(jar)))).isEmpty();
  }

  @Test
  void takesALibraryUnderOneOfItsLicences() throws IOException {
    Path jar =
        jar(
            "org/example",
            "core",
            "1.2",
            "<licenses><license><name>GPL-3.0-only</name></license>"
                + "<license><name>MIT</name></license></licenses>");

    assertThat(RULES.problems(ShippedJars.of(List.of(jar)))).isEmpty();
  }

  @Test
  void namesWhatMustNotBeShipped() throws IOException {
    Path bound = jar("org/example", "bound", "1", licence("AGPL-3.0-only"));
    Path unknown = jar("org/example", "unknown", "2", "");
    Path silent = jar("org/silent", "silent", "3", "");

    assertThat(RULES.problems(ShippedJars.of(List.of(bound, unknown, silent))))
        .containsExactly(
            "org.example:bound 1 is under AGPL-3.0-only; use another library, or add what its"
                + " licence file says to licences.yaml",
            "org.example:unknown 2 is under no licence that its pom names; use another library, or"
                + " add what its licence file says to licences.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BSD", "The BSD License", "GPL", "AGPL-3.0-only"})
  void takesNoNameThatMayMeanALicenceThatIsNotAllowed(String name) throws IOException {
    Path jar = jar("org/example", "core", "1.2", licence(name));

    assertThat(LicenceRules.shipped().problems(ShippedJars.of(List.of(jar)))).hasSize(1);
  }

  @Test
  void isTheSameDocumentForTheSameLibraries() throws IOException {
    List<Component> found =
        ShippedJars.of(List.of(jar("org/example", "core", "1.2", licence("MIT"))));

    JsonNode document = new Sbom("0.1.0", found, RULES).json();

    assertThat(document).isEqualTo(new Sbom("0.1.0", found, RULES).json());
    assertThat(document.path("specVersion").asText()).isEqualTo("1.6");
    JsonNode component = document.path("components").path(0);
    assertThat(component.path("purl").asText()).isEqualTo("pkg:maven/org.example/core@1.2");
    assertThat(component.at("/licenses/0/license/id").asText()).isEqualTo("MIT");
    assertThat(component.at("/hashes/0/content").asText())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void saysWhatNobodyKnows() throws IOException {
    Path stray = Files.createFile(folder.resolve("stray.jar"));

    assertThatThrownBy(() -> ShippedJars.of(List.of(stray)))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("does not lie in a Maven repository");
  }

  private Path jar(String group, String name, String version, String pom) throws IOException {
    Path at = folder.resolve("repository").resolve(group).resolve(name).resolve(version);
    Files.createDirectories(at);
    Files.writeString(
        at.resolve("%s-%s.pom".formatted(name, version)), "<project>%s</project>".formatted(pom));

    return Files.createFile(at.resolve("%s-%s.jar".formatted(name, version)));
  }

  private static String licence(String name) {
    return "<licenses><license><name>%s</name></license></licenses>".formatted(name);
  }
}
