package io.freshet.recovery.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.recovery.metadata.Description.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuccessionTest {
  private static final Instant START = Instant.parse("2026-11-29T10:00:00Z");
  private static final int KEPT = 100;

  private final Map<String, Description> stored = new HashMap<>();
  private final List<String> read = new ArrayList<>();

  @Test
  void findsTheNewestOfAThousandAndReadsFew() {
    write("t", 0, 1000);

    Newest newest = newest(Optional.empty());

    assertThat(head(newest)).isEqualTo(name("t", 999));
    assertThat(((Newest.Found) newest).chain()).hasSize(1000);
    assertThat(read).hasSizeLessThan(15);
  }

  @Test
  void passesOverWhatNobodyHasBuiltUpon() {
    write("t", 0, 20);
    branch("lost", 10, 1);

    Newest newest = newest(Optional.empty());

    assertThat(head(newest)).isEqualTo(name("t", 19));
    assertThat(((Newest.Found) newest).neverCommitted()).containsExactly(name("lost", 10));
  }

  @Test
  void followsWhatWasBuiltUponWhereTheHigherNumberIsALostCommit() {
    write("t", 0, 11);
    branch("other", 10, 2);

    assertThat(head(newest(Optional.empty()))).isEqualTo(name("other", 11));
  }

  @Test
  void doesNotGuessBetweenTwoThatWereBothBuiltUpon() {
    write("t", 0, 20);
    branch("other", 10, 5);

    assertThat(newest(Optional.empty()))
        .isInstanceOfSatisfying(
            Newest.Undecided.class,
            undecided -> {
              assertThat(undecided.reason()).isEqualTo("two histories part after " + name("t", 9));
              assertThat(undecided.candidates())
                  .extracting(Description::location)
                  .containsExactly(name("t", 19), name("other", 14));
            });
  }

  @Test
  void doesNotGuessBetweenTwoLastOnes() {
    write("t", 0, 11);
    branch("other", 10, 1);

    assertThat(newest(Optional.empty())).isInstanceOf(Newest.Undecided.class);
  }

  @Test
  void takesTheOneThatIsKnownToBeCommitted() {
    write("t", 0, 11);
    branch("other", 10, 1);

    assertThat(head(newest(Optional.of(name("other", 10))))).isEqualTo(name("other", 10));
    assertThat(head(newest(Optional.of(name("t", 10))))).isEqualTo(name("t", 10));
  }

  @Test
  void refusesTwoTablesInOneFolder() {
    write("t", 0, 3);
    put("another", 5, "uuid-2", List.of());

    assertThat(newest(Optional.empty()))
        .isInstanceOfSatisfying(
            Newest.Undecided.class,
            undecided ->
                assertThat(undecided.reason())
                    .isEqualTo("two tables share the folder: their uuids differ"));
  }

  @Test
  void takesTheHighestNumberOfAView() {
    putView("v", 1, "uuid");
    putView("v", 2, "uuid");

    assertThat(head(newest(Optional.empty()))).isEqualTo(name("v", 2));
  }

  @Test
  void doesNotTakeAnOlderViewForTheOneThatWasMadeInItsFolder() {
    putView("dropped", 3, "uuid-1");
    putView("made-anew", 0, "uuid-2");

    assertThat(newest(Optional.of(name("made-anew", 0))))
        .isInstanceOfSatisfying(
            Newest.Undecided.class,
            undecided ->
                assertThat(undecided.reason())
                    .isEqualTo("two views share the folder: their uuids differ"));
  }

  @Test
  void followsFilesWhoseNamesCountTheOtherWay() {
    put("b", 1, "uuid", List.of(name("a", 2)));
    put("a", 2, "uuid", List.of());

    assertThat(head(newest(Optional.empty()))).isEqualTo(name("b", 1));
  }

  @Test
  void leavesAloneWhatCleaningUpHasLeftOfOldTimes() {
    write("t", 0, 300);
    IntStream.range(5, 150).forEach(number -> stored.remove(name("t", number)));

    assertThat(head(newest(Optional.empty()))).isEqualTo(name("t", 299));
  }

  private Newest newest(Optional<String> known) {
    List<MetadataFile> files =
        stored.keySet().stream().map(location -> new MetadataFile(location, START)).toList();

    return Succession.of(
        files,
        known,
        location -> {
          read.add(location);

          return stored.get(location);
        });
  }

  private static String head(Newest newest) {
    assertThat(newest).isInstanceOf(Newest.Found.class);

    return ((Newest.Found) newest).head().location();
  }

  private void write(String stem, int from, int count) {
    for (int number = from; number < from + count; number++) {
      put(stem, number, "uuid", before("t", number));
    }
  }

  /** A history of its own from {@code from} on. */
  private void branch(String stem, int from, int count) {
    for (int number = from; number < from + count; number++) {
      List<String> before = new ArrayList<>(before("t", from));
      IntStream.range(from, number).forEach(earlier -> before.add(name(stem, earlier)));
      put(stem, number, "uuid", before);
    }
  }

  private static List<String> before(String stem, int number) {
    return IntStream.range(Math.max(0, number - KEPT), number)
        .mapToObj(earlier -> name(stem, earlier))
        .toList();
  }

  private void put(String stem, int number, String uuid, List<String> previous) {
    put(Kind.TABLE, stem, number, uuid, previous);
  }

  private void putView(String stem, int number, String uuid) {
    put(Kind.VIEW, stem, number, uuid, List.of());
  }

  private void put(Kind kind, String stem, int number, String uuid, List<String> previous) {
    stored.put(
        name(stem, number),
        new Description(
            kind,
            name(stem, number),
            uuid,
            "s3://lake/warehouse/raw/t",
            START.plusSeconds(number),
            previous,
            OptionalLong.empty(),
            Map.of()));
  }

  private static String name(String stem, int number) {
    return "s3://lake/warehouse/raw/t/metadata/%05d-%s.metadata.json".formatted(number, stem);
  }
}
