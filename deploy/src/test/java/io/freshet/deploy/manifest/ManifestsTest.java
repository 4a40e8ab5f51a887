package io.freshet.deploy.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.deploy.manifest.ManifestDiff.Action;
import io.freshet.deploy.manifest.ManifestDiff.FieldChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestsTest {
  @TempDir private Path folder;

  @Test
  void readsWhatItHasWritten() {
    Manifests.write(List.of(deployment("writer", 2, "a,b")), folder);

    assertThat(Manifests.read(folder))
        .containsExactly(
            Map.entry(
                "flink/flinkdeployment-writer.yaml",
                Manifests.parsed(deployment("writer", 2, "a,b"))));
  }

  @Test
  void takesAwayWhatIsNoLongerAskedForAndLeavesOthersFiles() throws IOException {
    Manifests.write(List.of(deployment("writer", 2, "a,b")), folder);
    Path others = folder.resolve("flink").resolve("others.yaml");
    Files.writeString(others, "kind: Secret\n");

    Manifests.write(List.of(deployment("eta", 2, "a")), folder);

    assertThat(Manifests.read(folder)).containsOnlyKeys("flink/flinkdeployment-eta.yaml");
    assertThat(others).exists();
  }

  @Test
  void namesEachFieldThatDiffers() {
    ManifestDiff diff = diff(deployment("writer", 2, "a,b"), deployment("writer", 3, "a,b"));

    assertThat(diff.changes()).hasSize(1);
    assertThat(diff.changes().get(0).action()).isEqualTo(Action.CHANGE);
    assertThat(diff.changes().get(0).fields())
        .containsExactly(
            new FieldChange("spec.job.parallelism", Optional.of("2"), Optional.of("3")));
  }

  @Test
  void tellsElementsApartByTheirNames() {
    Resource before = resource(List.of(Map.of("name", "b", "value", 1)));
    Resource after =
        resource(List.of(Map.of("name", "a", "value", 7), Map.of("name", "b", "value", 1)));

    assertThat(diff(before, after).changes().get(0).fields())
        .extracting(FieldChange::field)
        .containsExactly("spec[a]");
  }

  @Test
  void goesOnFromASavepointWhereOnlyTheSizeIsAnother() {
    assertThat(notes(deployment("writer", 2, "a,b"), deployment("writer", 3, "a,b,c")))
        .singleElement()
        .satisfies(note -> assertThat(note.refused()).isFalse())
        .satisfies(note -> assertThat(note.text()).startsWith("stops with a savepoint"));
  }

  @Test
  void refusesToTakeAStreamFromAWriterWhoseStateNamesIt() {
    assertThat(notes(deployment("writer", 2, "a,b"), deployment("writer", 2, "a")))
        .singleElement()
        .satisfies(note -> assertThat(note.refused()).isTrue())
        .satisfies(note -> assertThat(note.text()).startsWith("its state names b,"));
  }

  @Test
  void refusesAVersionOfAnApplicationThatLosesState() {
    Map<String, Map<String, Object>> before = parsed(deployment("app-busy", 1, ""));
    Map<String, Map<String, Object>> after = parsed(deployment("app-busy", 2, ""));

    assertThat(UpgradeNotes.between(before, after, Map.of("app-busy", List.of("rank 1", "join 2"))))
        .singleElement()
        .satisfies(note -> assertThat(note.refused()).isTrue())
        .satisfies(
            note ->
                assertThat(note.text())
                    .startsWith("its state (rank 1, join 2) has no place in this version"));
    assertThat(UpgradeNotes.between(before, after, Map.of("app-other", List.of("rank 1"))))
        .singleElement()
        .satisfies(note -> assertThat(note.refused()).isFalse());
  }

  @Test
  void refusesToTakePartitionsAway() {
    assertThat(notes(topic(8), topic(4)))
        .singleElement()
        .satisfies(note -> assertThat(note.refused()).isTrue())
        .satisfies(
            note -> assertThat(note.text()).isEqualTo("Kafka can't take partitions away: 8 → 4"));
  }

  @Test
  void refusesToLetATopicGoWithItsEvents() {
    assertThat(UpgradeNotes.between(parsed(topic(8)), Map.of(), Map.of()))
        .singleElement()
        .satisfies(note -> assertThat(note.refused()).isTrue())
        .satisfies(note -> assertThat(note.text()).startsWith("its topic is deleted with it"));
  }

  @Test
  void saysThatATopicStaysWhichNoControllerMayDelete() {
    Map<String, Map<String, Object>> kept = parsed(topic(8, Pruning.never()));

    assertThat(UpgradeNotes.between(kept, Map.of(), Map.of()))
        .singleElement()
        .satisfies(note -> assertThat(note.refused()).isFalse())
        .satisfies(note -> assertThat(note.text()).startsWith("no controller deletes it"));
  }

  private static ManifestDiff diff(Resource before, Resource after) {
    return ManifestDiff.between(parsed(before), parsed(after));
  }

  private static List<UpgradeNotes.Note> notes(Resource before, Resource after) {
    return UpgradeNotes.between(parsed(before), parsed(after), Map.of());
  }

  private static Map<String, Map<String, Object>> parsed(Resource resource) {
    return Map.of(resource.path(), Manifests.parsed(resource));
  }

  private static Resource deployment(String name, int parallelism, String streams) {
    return Resource.of(
        "flink",
        "flink.apache.org/v1beta1",
        "FlinkDeployment",
        Resource.Metadata.of(name, "freshet"),
        "spec",
        Map.of(
            "job",
            Map.of("parallelism", parallelism, "args", List.of("--writer.streams=" + streams))));
  }

  private static Resource topic(int partitions) {
    return topic(partitions, Map.of());
  }

  private static Resource topic(int partitions, Map<String, Object> annotations) {
    return Resource.of(
        "kafka",
        "kafka.strimzi.io/v1",
        "KafkaTopic",
        new Resource.Metadata("pings", "kafka", Map.of(), annotations),
        "spec",
        Map.of("partitions", partitions, "replicas", 3));
  }

  private static Resource resource(List<Object> elements) {
    return Resource.of(
        "test", "v1", "List", Resource.Metadata.of("some", "freshet"), "spec", elements);
  }
}
