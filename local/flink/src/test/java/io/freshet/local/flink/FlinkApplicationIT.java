package io.freshet.local.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.FlinkApplication;
import io.freshet.local.Part;
import io.freshet.local.PartStatus;
import io.freshet.local.Platform;
import io.freshet.local.ProgressListener;
import io.freshet.local.StateFolder;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs a small job as the platform runs the large ones, and kills it in every way. What is for
 * {@code --full} alone here, {@code WriterIT} always does with the writer.
 */
class FlinkApplicationIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String ENDLESS = Long.toString(Long.MAX_VALUE);

  @TempDir private Path root;
  private Platform platform;
  private Path story;

  @BeforeEach
  void up() throws IOException {
    platform = Platform.in(new StateFolder(root.resolve("state")));
    story = root.resolve("story");
    Path classes = Path.of("target", "counter", "target", "classes");
    if (!Files.exists(classes)) {
      Files.createSymbolicLink(classes, Path.of("target", "test-classes").toAbsolutePath());
    }
    platform.up(EnumSet.of(Part.S3), ProgressListener.SILENT);
  }

  @AfterEach
  void down() {
    platform.down(ProgressListener.SILENT);

    assertThat(platform.status())
        .extracting(PartStatus::state)
        .containsOnly(PartStatus.State.STOPPED);
  }

  @Test
  void goesOnFromItsCheckpointAfterEveryKill() {
    FlinkApplication counter = counter(ENDLESS, 1);
    platform.start(counter, ProgressListener.SILENT);
    assertThat(starts()).containsExactly("restored=false count=0");

    awaitCheckpoints(counter, 2);
    platform.kill(counter.taskManager());
    assertThat(platform.heal(ProgressListener.SILENT)).containsExactly("counter-taskmanager");
    await().atMost(PATIENCE).until(() -> starts().size() == 2);

    awaitCheckpoints(counter, 2);
    platform.kill(counter.jobManager());
    assertThat(platform.heal(ProgressListener.SILENT)).containsExactly("counter-jobmanager");
    await().atMost(PATIENCE).until(() -> starts().size() == 3);

    awaitCheckpoints(counter, 2);
    platform.kill(counter.jobManager());
    platform.kill(counter.taskManager());
    platform.heal(ProgressListener.SILENT);

    assertThat(starts()).hasSize(4);
    assertThat(starts().subList(1, 4)).allMatch(line -> line.startsWith("restored=true"));
    assertThat(counts("restored")).isSorted().doesNotHaveDuplicates();
  }

  @FullOnly
  @Test
  void goesOnFromItsSavepointWithAnotherParallelism() {
    FlinkApplication counter = counter(ENDLESS, 2);
    platform.start(counter, ProgressListener.SILENT);
    awaitCheckpoints(counter, 1);

    platform.restart(counter, 1, ProgressListener.SILENT);
    long closedByTwo = sum(counts("closed"));
    assertThat(counts("restored=false")).containsExactly(0L, 0L);
    assertThat(counts("restored=true")).containsExactly(closedByTwo);

    awaitCheckpoints(counter, 1);
    String savepoint = platform.savepointAndStop(counter);
    long closedByOne = sum(counts("closed")) - closedByTwo;
    platform.start(counter, ProgressListener.SILENT);
    List<Long> restored = counts("restored=true");

    assertThat(savepoint).startsWith("s3://lake/flink/counter/savepoints/");
    assertThat(restored).hasSize(3);
    assertThat(sum(restored.subList(1, 3))).isEqualTo(closedByOne).isGreaterThan(closedByTwo);
  }

  @FullOnly
  @Test
  void goesOnFromASavepointWhenStartedWithOtherArguments() {
    FlinkApplication counter = counter(ENDLESS, 1);
    platform.start(counter, ProgressListener.SILENT);
    awaitCheckpoints(counter, 1);
    platform.start(counter, ProgressListener.SILENT);
    assertThat(starts()).hasSize(1);

    FlinkApplication changed = counter(Long.toString(Long.MAX_VALUE - 1), 1);
    platform.start(changed, ProgressListener.SILENT);

    assertThat(counts("restored=true")).isEqualTo(counts("closed")).hasSize(1);
  }

  @FullOnly
  @Test
  void goesBackToAnOlderSavepointAndStaysOnThatBranchWhenKilled() {
    FlinkApplication counter = counter(ENDLESS, 1);
    platform.start(counter, ProgressListener.SILENT);
    awaitCheckpoints(counter, 1);
    String savepoint = platform.savepointAndStop(counter);
    platform.start(counter, ProgressListener.SILENT);
    long atSavepoint = lastCount(1);
    awaitCheckpoints(counter, 3);
    platform.stop(counter);

    platform.startFrom(savepoint, counter, ProgressListener.SILENT);
    platform.kill(counter.jobManager());
    platform.kill(counter.taskManager());
    platform.heal(ProgressListener.SILENT);

    assertThat(lastCount(2)).isEqualTo(atSavepoint);
    awaitCheckpoints(counter, 2);
  }

  @Test
  void tellsWhyAJobCannotStart() {
    FlinkApplication counter =
        new FlinkApplication(
            "counter",
            "local/flink/target/counter",
            CounterApplication.class.getName(),
            List.of(story.toString(), "many"),
            1,
            512);

    assertThatThrownBy(() -> platform.start(counter, ProgressListener.SILENT))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining("counter")
        .hasMessageContaining("For input string: \"many\"");
  }

  @FullOnly
  @Test
  void waitsForAJobThatEndsAndThenStartsItAfresh() {
    FlinkApplication counter = counter("1000", 1);
    platform.start(counter, ProgressListener.SILENT);
    platform.awaitEnd(counter, PATIENCE);
    platform.start(counter, ProgressListener.SILENT);
    platform.awaitEnd(counter, PATIENCE);

    assertThat(starts()).containsExactly("restored=false count=0", "restored=false count=0");
  }

  private FlinkApplication counter(String records, int slots) {
    return new FlinkApplication(
        "counter",
        "local/flink/target/counter",
        CounterApplication.class.getName(),
        List.of(story.toString(), records),
        slots,
        512);
  }

  private void awaitCheckpoints(FlinkApplication application, int more) {
    long enough = platform.completedCheckpoint(application) + more;
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> platform.completedCheckpoint(application) >= enough);
  }

  private List<String> starts() {
    return told("restored");
  }

  private long lastCount(int fromTheEnd) {
    List<Long> counts = counts("restored");

    return counts.get(counts.size() - fromTheEnd);
  }

  private List<Long> counts(String prefix) {
    return told(prefix).stream()
        .map(line -> Long.parseLong(line.substring(line.lastIndexOf('=') + 1)))
        .toList();
  }

  private List<String> told(String prefix) {
    try {
      return Files.readAllLines(story).stream().filter(line -> line.startsWith(prefix)).toList();
    } catch (IOException nothingYet) {
      return List.of();
    }
  }

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
