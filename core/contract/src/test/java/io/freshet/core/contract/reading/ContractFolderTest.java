package io.freshet.core.contract.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractException;
import io.freshet.core.contract.ContractReader;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractFolderTest {
  @TempDir private Path folder;

  @Test
  void thePlatformsContractsAreReadBesideTheFolders() throws IOException {
    write("rides.yaml", Draft.sound().text());

    assertThat(Contracts.read(folder).all())
        .extracting(Contract::name)
        .containsExactly(
            "dead_letters",
            "freshness_history",
            "gateway_accounts",
            "redrives",
            "refused_events",
            "rides",
            "table_commits");
  }

  @Test
  void theFindingsOfAllFilesAreToldAtOnce() throws IOException {
    write("rides.yaml", Draft.sound().with("version: 1.0.0", "version: one").text());
    write("trips.yaml", "name: [\n");

    assertThat(ContractReader.lint(folder))
        .extracting(Finding::toString)
        .containsExactly(
            folder
                + "/rides.yaml:5: version: the version one has not three numbers; right would be"
                + " major.minor.patch, such as 1.0.0",
            folder
                + "/trips.yaml:2: this is no YAML: expected the node content, but found '<stream"
                + " end>' while parsing a flow node; right would be well-formed YAML");
  }

  @Test
  void aBrokenFolderIsNotReadAndTheMessageSaysWhy() throws IOException {
    write("rides.yaml", Draft.sound().with("version: 1.0.0", "version: one").text());

    assertThatThrownBy(() -> Contracts.read(folder))
        .isInstanceOf(ContractException.class)
        .hasMessage(
            folder
                + "/rides.yaml:5: version: the version one has not three numbers; right would be"
                + " major.minor.patch, such as 1.0.0")
        .satisfies(e -> assertThat(((ContractException) e).findings()).hasSize(1));
  }

  @Test
  void noTwoContractsBearOneName() throws IOException {
    write("rides.yaml", Draft.sound().text());
    write("trips.yaml", Draft.sound().text());

    assertThat(ContractReader.lint(folder))
        .containsExactly(
            finding(
                "trips.yaml",
                4,
                "name",
                "the contract rides lies in the file trips.yaml",
                "one name for both"));
  }

  @Test
  void aFileEndsInYaml() throws IOException {
    write("rides.yaml", Draft.sound().text());
    write("trips.yml", "");

    assertThat(ContractReader.lint(folder))
        .containsExactly(
            finding("trips.yml", 1, "", "the file does not end in .yaml", "trips.yaml"));
  }

  @Test
  void aFileIsUtf8() throws IOException {
    Files.write(folder.resolve("rides.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});

    assertThat(ContractReader.lint(folder))
        .containsExactly(finding("rides.yaml", 1, "", "the file is not UTF-8", "UTF-8"));
  }

  @Test
  void aHugeFileIsNotEvenRead() throws IOException {
    Files.write(folder.resolve("rides.yaml"), new byte[1_048_577]);

    assertThat(ContractReader.lint(folder))
        .containsExactly(
            finding("rides.yaml", 1, "", "the file has 1048577 bytes", "at most 1048576 bytes"));
  }

  @Test
  void aFolderWithoutContractsIsTheWrongOne() {
    assertThatThrownBy(() -> ContractReader.lint(folder))
        .isInstanceOf(ContractException.class)
        .hasMessage(folder + " holds no contract; write one as NAME.yaml");
  }

  @Test
  void aMissingFolderIsNamedWithItsSetting() {
    Path missing = folder.resolve("nowhere");

    assertThatThrownBy(() -> ContractReader.lint(missing))
        .isInstanceOf(ContractException.class)
        .hasMessage(
            "There is no folder %s; contracts.path must name the folder of the contracts"
                .formatted(missing));
  }

  @Test
  void aSingleFileIsNoFolder() throws IOException {
    write("rides.yaml", Draft.sound().text());
    Path file = folder.resolve("rides.yaml");

    assertThatThrownBy(() -> ContractReader.lint(file))
        .isInstanceOf(ContractException.class)
        .hasMessage(file + " is a file; name the folder of the contracts: they are read together");
  }

  @Test
  void aDeadLetterHoldsTheLargestRecordTwice() throws IOException {
    write("rides.yaml", Draft.sound().withSetting("maxMessageBytes", "2097153").text());

    assertThat(ContractReader.lint(folder))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.file()).isEqualTo("platform/dead_letters.yaml");
              assertThat(finding.problem())
                  .isEqualTo("a dead letter of rides would not fit into 4194304 bytes");
              assertThat(finding.remedy())
                  .isEqualTo(
                      "at least 4194306, twice the largest stream's, in a dead_letters.yaml beside"
                          + " the others");
            });
  }

  @Test
  void thePlatformsContractMayBeReplacedByOneWithOtherSettings() throws IOException {
    write("rides.yaml", Draft.sound().withSetting("maxMessageBytes", "2097153").text());
    write("dead_letters.yaml", platform("dead_letters").replace("4194304", "8388608"));

    assertThat(Contracts.read(folder).require("dead_letters").requireStream().maxMessageBytes())
        .isEqualTo(8_388_608);
  }

  @Test
  void thePlatformsContractKeepsItsColumns() throws IOException {
    write(
        "dead_letters.yaml",
        platform("dead_letters").replace("name: origin_topic", "name: origin_stream"));

    assertThat(ContractReader.lint(folder))
        .containsExactly(
            finding(
                "dead_letters.yaml",
                1,
                "",
                "dead_letters is the platform's contract, and these are not its columns and keys",
                "a copy of the platform's file, with other settings only"));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private Finding finding(String name, int line, String path, String problem, String remedy) {
    return new Finding(folder.resolve(name).toString(), line, path, problem, remedy);
  }

  private static String platform(String name) throws IOException {
    String resource = "/io/freshet/core/contract/platform/%s.yaml".formatted(name);
    try (InputStream stream = ContractFolderTest.class.getResourceAsStream(resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
