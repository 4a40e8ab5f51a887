package io.freshet.serving.eta.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What else says of features, says what {@link EtaFeature} declares. */
class FeatureDeclarationTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Path FOR_TRAINING = ROOT.resolve("notebooks/training/features.json");
  private static final Path PAGE = ROOT.resolve("docs/reference/eta-features.md");

  /** Names, order, units and what stands for not knowing, of each version that models may have. */
  private static final Map<Integer, String> FINGERPRINTS = Map.of(1, "1386289ac024d4ec");

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void trainingReadsTheSame() throws Exception {
    String wanted = json();
    Files.writeString(Path.of("target", "features.json"), wanted);

    assertThat(FOR_TRAINING)
        .as("%s; the build has written it to target/features.json", FOR_TRAINING)
        .hasContent(wanted);
  }

  @Test
  void theReferencePageListsTheSame() throws Exception {
    List<String> rows =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(EtaFeature.values()).map(FeatureDeclarationTest::row).toList());
  }

  @Test
  void aChangeIsANewVersion() throws Exception {
    String declared =
        Arrays.stream(EtaFeature.values())
            .map(each -> each.code() + " " + each.unit() + " " + unknown(each))
            .collect(Collectors.joining("\n"));

    assertThat(HexFormat.of().formatHex(Sha256.of(declared), 0, 8))
        .as("fingerprint of version %d; what differs needs a new one", EtaFeatures.VERSION)
        .isEqualTo(FINGERPRINTS.get(EtaFeatures.VERSION));
  }

  @Test
  void whatIsAlwaysKnownHasNothingThatStandsForNotKnowingIt() {
    assertThatThrownBy(EtaFeature.STAGE::unknown)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("stage is always known");
  }

  /** One feature a line, so that a change of one is a line's change. */
  private static String json() {
    String features =
        Arrays.stream(EtaFeature.values())
            .map(feature -> "    " + line(feature))
            .collect(Collectors.joining(",\n"));

    return "{\n  \"version\": %d,\n  \"features\": [\n%s\n  ]\n}\n"
        .formatted(EtaFeatures.VERSION, features);
  }

  private static String line(EtaFeature feature) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("name", feature.code());
    said.put("type", "float");
    said.put("unit", feature.unit());
    said.put("source", feature.source().code());
    said.put("unknown", feature.isAlwaysKnown() ? null : (int) feature.unknown());
    said.put("meaning", feature.meaning());
    try {
      return JSON.writeValueAsString(said);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String row(EtaFeature feature) {
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            feature.code(),
            feature.unit(),
            feature.source().code(),
            unknown(feature),
            feature.meaning());
  }

  private static String unknown(EtaFeature feature) {
    return feature.isAlwaysKnown() ? "" : String.valueOf((int) feature.unknown());
  }
}
