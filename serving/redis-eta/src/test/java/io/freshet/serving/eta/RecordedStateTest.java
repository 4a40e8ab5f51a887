package io.freshet.serving.eta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * State that released versions wrote, read by this one. Per operator of each release there is its
 * state, {@code UID.gz}, which never changes, and what an operator that goes on from it tells,
 * {@code UID.txt}: where a rule has changed, that text changes, under the eyes of a reviewer.
 *
 * <p>{@code -Dfreshet.record=VERSION} records a release, before it is one.
 */
class RecordedStateTest {
  private static final Path RECORDED = Path.of("src", "test", "resources", "recorded-state");
  private static final String THRESHOLDS =
      """
      every_market: {online_dashers: {begins: 10, ends: 12, minutes: 2}}
      """;

  @TempDir private static Path folder;

  record Release(String version, StatefulOperator<?> operator) {
    Path file(String ending) {
      return RECORDED.resolve(version).resolve(operator.name() + ending);
    }
  }

  static List<Release> releases() throws IOException {
    List<StatefulOperator<?>> operators = operators();

    try (Stream<Path> versions = Files.list(RECORDED)) {
      return versions
          .map(each -> each.getFileName().toString())
          .sorted()
          .flatMap(version -> operators.stream().map(each -> new Release(version, each)))
          .toList();
    }
  }

  static List<StatefulOperator<?>> operators() throws IOException {
    return StatefulOperators.all(Files.writeString(folder.resolve("thresholds.yaml"), THRESHOLDS));
  }

  @ParameterizedTest
  @MethodSource("releases")
  void goesOnFromWhatAReleaseHasKept(Release release) throws Exception {
    List<String> told = release.operator().goesOn(kept(release));

    assertThat(told).isEqualTo(Files.readAllLines(release.file(".txt")));
  }

  /** Else the test above would hold of an operator that has lost its state. */
  @ParameterizedTest
  @MethodSource("releases")
  void wouldTellOtherwiseWithoutIt(Release release) throws Exception {
    assertThat(release.operator().beginsAnew())
        .isNotEqualTo(Files.readAllLines(release.file(".txt")));
  }

  @ParameterizedTest
  @MethodSource("operators")
  @EnabledIfSystemProperty(named = "freshet.record", matches = ".+")
  void records(StatefulOperator<?> operator) throws Exception {
    Release release = new Release(System.getProperty("freshet.record"), operator);
    Files.createDirectories(release.file("").getParent());
    Path state = folder.resolve("state");

    OperatorSnapshotUtil.writeStateHandle(operator.stopped(), state.toString());
    try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(release.file(".gz")))) {
      Files.copy(state, packed);
    }
    Files.write(release.file(".txt"), operator.goesOn(kept(release)));
  }

  private static OperatorSubtaskState kept(Release release) throws Exception {
    Path state = folder.resolve("kept");
    try (InputStream packed = new GZIPInputStream(Files.newInputStream(release.file(".gz")))) {
      Files.write(state, packed.readAllBytes());
    }

    return OperatorSnapshotUtil.readStateHandle(state.toString());
  }
}
