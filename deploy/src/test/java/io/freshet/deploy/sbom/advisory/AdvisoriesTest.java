package io.freshet.deploy.sbom.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.sbom.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdvisoriesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "2.8.9, false",
    "2.9.0, true",
    "2.9.10.7, true",
    "2.9.10.8, false",
    "2.10.0, true",
    "2.10.5, true",
    "2.10.5.1, false",
    "3.0.0-rc1, true"
  })
  void saysOfVersionsWithinItsRangesThatTheyAreWeak(String version, boolean isWeak)
      throws IOException {
    Advisories advisories =
        read(
            advisory(
                """
                "versions": ["3.0.0-rc1"],
                "ranges": [
                  {"type": "ECOSYSTEM", "events": [
                    {"introduced": "2.9.0"}, {"fixed": "2.9.10.8"}]},
                  {"type": "ECOSYSTEM", "events": [
                    {"introduced": "2.10.0"}, {"last_affected": "2.10.5"}]},
                  {"type": "GIT", "events": [{"introduced": "0"}]}]"""));

    assertThat(advisories.of(List.of(library("core", version))).isEmpty()).isEqualTo(!isWeak);
  }

  @Test
  void saysWhatIsWrongAndWhereItIsMended() throws IOException {
    Advisories advisories = read(advisory(fixedIn("1.3")));

    assertThat(advisories.of(List.of(library("core", "1.2"))))
        .extracting(Weakness::text)
        .containsExactly("org.example:core:1.2 GHSA-1 Reads what it should not; fixed in 1.3");
  }

  @Test
  void saysNothingOfOtherLibrariesAndOtherEcosystems() throws IOException {
    String others = advisory(fixedIn("9")).replace("Maven", "npm");
    Advisories advisories = read("[%s, %s]".formatted(advisory(fixedIn("1.3")), others));

    assertThat(advisories.of(List.of(library("core-extra", "1.2"), library("core", "1.3"))))
        .isEmpty();
  }

  @Test
  void leavesOutWhatWasWithdrawn() throws IOException {
    Advisories advisories =
        read(
            advisory(fixedIn("1.3"))
                .replace("\"id\"", "\"withdrawn\": \"2026-01-01T00:00:00Z\", \"id\""));

    assertThat(advisories.of(List.of(library("core", "1.2")))).isEmpty();
  }

  @Test
  void areReadFromAFolderOfFiles() throws IOException {
    Files.createDirectory(folder.resolve("more"));
    Files.writeString(folder.resolve("one.json"), advisory(fixedIn("1.3")));
    Files.writeString(
        folder.resolve("more/two.json"), "{\"vulns\": [%s]}".formatted(advisory(fixedIn("1.3"))));
    Files.writeString(folder.resolve("README.md"), "None of them");

    assertThat(Advisories.read(folder).size()).isEqualTo(2);
  }

  /** A check that reads nothing would find everything in order. */
  @ParameterizedTest
  @ValueSource(strings = {"[]", "{\"vulns\": []}", "{\"name\": \"x\"}", "{", "[1]"})
  void refusesWhatHoldsNone(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(FreshetException.class);
    assertThatThrownBy(() -> Advisories.read(folder.resolve("absent")))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("Cannot read ");
  }

  private Advisories read(String text) throws IOException {
    return Advisories.read(Files.writeString(folder.resolve("advisories.json"), text));
  }

  private static String fixedIn(String version) {
    return """
        "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "%s"}]}]"""
        .formatted(version);
  }

  private static String advisory(String affected) {
    return """
        {"id": "GHSA-1", "summary": "Reads what it should not", "affected": [
          {"package": {"ecosystem": "Maven", "name": "org.example:core"}, %s}]}"""
        .formatted(affected);
  }

  private static Component library(String name, String version) {
    return new Component(
        "org.example", name, version, "", Path.of("core.jar"), List.of("Apache-2.0"));
  }
}
