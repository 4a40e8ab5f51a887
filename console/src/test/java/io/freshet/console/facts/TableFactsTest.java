package io.freshet.console.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.board.Boards;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class TableFactsTest {
  private final SampleTable rides = new SampleTable(Boards.contract("rides", ""));

  @Test
  void aTableThatWasNeverWrittenHasNothing() {
    TableFacts facts = TableFacts.of(rides.table());

    assertThat(facts.current()).isEmpty();
    assertThat(facts.snapshots()).isEmpty();
    assertThat(facts.applied().version()).contains("1.2.0");
    assertThat(FileFacts.of(rides.table()).all().files()).isZero();
  }

  @Test
  void tellsSnapshotsTheNewestFirstWithTheirTags() {
    rides.append(10, 2_000_000);
    long first = rides.table().currentSnapshot().snapshotId();
    rides.append(5, 500_000);
    rides.table().manageSnapshots().createTag("cut_2026_11_29_07", first).commit();

    TableFacts facts = TableFacts.of(rides.table());

    assertThat(facts.snapshots()).extracting(each -> each.added().rows()).containsExactly(5L, 10L);
    assertThat(facts.current().orElseThrow().total().rows()).isEqualTo(15);
    assertThat(facts.references())
        .extracting(Reference::name)
        .containsExactly("main", "cut_2026_11_29_07");
    assertThat(facts.references().get(1).snapshot()).isEqualTo(first);
  }

  @Test
  void tellsWhatEachVersionOfTheSchemaHasChanged() {
    rides
        .table()
        .updateSchema()
        .addColumn("tip", Types.LongType.get())
        .renameColumn("seats", "places")
        .commit();

    TableFacts facts = TableFacts.of(rides.table());

    assertThat(facts.schemas()).hasSize(2);
    assertThat(facts.schemas().get(0).isCurrent()).isTrue();
    assertThat(facts.schemas().get(0).changes())
        .containsExactlyInAnyOrder("tip added, long", "seats renamed to places");
  }

  @Test
  void countsFilesBySize() {
    rides.append(10, 2_000_000);
    rides.append(5, 500_000);

    FileFacts files = FileFacts.of(rides.table());

    assertThat(files.all().bytes()).isEqualTo(2_500_000);
    assertThat(files.all().averageBytes()).isEqualTo(1_250_000);
    assertThat(files.sizes())
        .filteredOn(size -> size.files() > 0)
        .extracting(FileFacts.SizeClass::name)
        .containsExactly("below 1 MB", "1 to 8 MB");
  }
}
