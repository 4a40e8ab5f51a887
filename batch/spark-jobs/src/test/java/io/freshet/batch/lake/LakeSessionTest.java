package io.freshet.batch.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Settings;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LakeSessionTest {
  /** What Spark shows of its configuration, in its log of events and by {@code SET -v}. */
  @Test
  void showsNoSecretOfTheLake() {
    Pattern redacted = Pattern.compile(LakeSession.configuration().get("spark.redaction.regex"));
    LakeSettings lake =
        LakeSettings.from(
            Settings.of(
                Map.of(
                    "catalog.uri", "http://127.0.0.1:8181",
                    "catalog.credential", "writer:hushed",
                    "s3.access-key", "hushed-key",
                    "s3.secret-key", "hushed-secret")));

    assertThat(
            lake.icebergProperties().entrySet().stream()
                .filter(property -> !redacted.matcher(property.getKey()).find())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
        .containsKey("uri")
        .allSatisfy((key, value) -> assertThat(value).doesNotContain("hushed"));
  }
}
