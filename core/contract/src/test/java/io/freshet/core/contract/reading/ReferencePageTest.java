package io.freshet.core.contract.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.odcs.OdcsStandard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
  private static final Path PAGE = Path.of("../../docs/reference/contract-keys.md");

  @Test
  void thePageListsExactlyTheKeysThatTheReaderKnows() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(ContractKey.values()).map(ReferencePageTest::row).toList());
  }

  @Test
  void theExampleOnThePageIsASoundContract() throws IOException {
    String page = Files.readString(PAGE);
    String start = "```yaml\n";
    String example =
        page.substring(
            page.indexOf(start) + start.length(), page.indexOf("```\n\n## The contract"));

    assertThat(ContractFile.read("example", "rides", example, OdcsStandard.load()).findings())
        .isEmpty();
  }

  private static String row(ContractKey key) {
    String defaultValue = key.defaultValue().isEmpty() ? "required" : key.defaultValue();

    return "| `%s` | %s | %s | %s |"
        .formatted(key.fullPlace(), key.type(), defaultValue, key.meaning());
  }
}
