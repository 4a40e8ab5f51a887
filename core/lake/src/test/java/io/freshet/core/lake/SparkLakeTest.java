package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Settings;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SparkLakeTest {
  /** What Spark shows of its configuration, in its log of events and by {@code SET -v}. */
  @Test
  void showsNoSecretOfTheLake() {
    LakeSettings lake =
        LakeSettings.from(
            Settings.of(
                Map.of(
                    "catalog.uri", "http://127.0.0.1:8181",
                    "catalog.credential", "writer:hushed",
                    "s3.access-key", "hushed-key",
                    "s3.secret-key", "hushed-secret")));
    Map<String, String> configuration = SparkLake.configuration(lake.icebergProperties());
    Pattern redacted = Pattern.compile(configuration.get("spark.redaction.regex"));

    assertThat(
            configuration.entrySet().stream()
                .filter(property -> !redacted.matcher(property.getKey()).find())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
        .containsKey("spark.sql.catalog.lake.uri")
        .allSatisfy((key, value) -> assertThat(value).doesNotContain("hushed"));
  }

  @Test
  void leavesADriverWhoseExecutorsAreElsewhereToSayWhereItIs() {
    assertThat(SparkLake.configuration("local[2]", Map.of()))
        .containsEntry("spark.driver.host", "127.0.0.1");
    assertThat(SparkLake.configuration("k8s://https://cluster", Map.of()))
        .containsEntry("spark.master", "k8s://https://cluster")
        .doesNotContainKeys("spark.driver.host", "spark.driver.bindAddress");
  }

  @Test
  void leavesSizesToWhoeverSubmits() {
    String key = "spark.sql.shuffle.partitions";
    assertThat(SparkLake.configuration("local[2]", Map.of())).containsEntry(key, "4");
    try {
      System.setProperty(key, "64");
      assertThat(SparkLake.configuration("local[2]", Map.of())).containsEntry(key, "64");
    } finally {
      System.clearProperty(key);
    }
  }
}
