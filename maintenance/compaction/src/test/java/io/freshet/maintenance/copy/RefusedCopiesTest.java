package io.freshet.maintenance.copy;

import static io.freshet.maintenance.copy.WatchedCopier.WIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.maintenance.copy.RowGroupCopier.Copied;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

/** Which files are not merged by copying, or not with one another, and what ends a copy. */
class RefusedCopiesTest {
  private final RideTable rides = new RideTable(1);
  private final WatchedCopier copier = new WatchedCopier(rides);

  @Test
  void mergesFilesOfBothSchemasApart() {
    rides.commitFiles(2);
    rides.table().updateSchema().addColumn("tip", Types.DoubleType.get()).commit();
    rides.commitFiles(2);

    Copied copied = copier.merge(WIDE).orElseThrow();

    assertThat(copied.filesWritten()).isEqualTo(2);
    assertThat(rides.rideIds()).hasSize(80);
  }

  @Test
  void holdsAColumnOfAnotherIdForAnother() {
    rides.commit("oslo", 5);
    rides.table().updateSchema().deleteColumn("note").commit();
    rides.table().updateSchema().addColumn("note", Types.StringType.get()).commit();
    rides.table().updateSchema().moveAfter("note", "fare").commit();
    rides.commit("oslo", 5);

    assertThat(copier.merge(WIDE)).isEmpty();
  }

  @Test
  void mergesFilesOfBothSortOrdersApart() {
    rides.commitFiles(2);
    DataFile sorted = rides.write("oslo", 20);
    rides.table().replaceSortOrder().asc("ride_id").commit();
    rides.commit(
        DataFiles.builder(rides.table().spec())
            .copy(sorted)
            .withSortOrder(rides.table().sortOrder())
            .build());

    Copied copied = copier.merge(WIDE).orElseThrow();

    assertThat(copied.filesRewritten()).isEqualTo(2);
    assertThat(copied.filesLeft()).isEqualTo(1);
  }

  @Test
  void mergesFilesOfBothSpecsApart() {
    rides.commitFiles(2);
    rides.table().updateSpec().addField("fare").commit();
    rides.commit("oslo", 3);
    long files = rides.files().size();

    Copied copied = copier.merge(WIDE).orElseThrow();

    assertThat(copied.filesRewritten()).isEqualTo(2);
    assertThat(rides.files()).hasSize((int) files - 1);
  }

  @Test
  void leavesNothingBehindWhereNoTwoFilesHaveOneLayout() {
    rides.commit("oslo", 5);
    rides.table().updateSchema().addColumn("tip", Types.DoubleType.get()).commit();
    rides.commit("oslo", 5);
    long snapshot = rides.table().currentSnapshot().snapshotId();

    assertThat(copier.mergeAllWhile(() -> {})).isEmpty();

    assertThat(rides.table().currentSnapshot().snapshotId()).isEqualTo(snapshot);
    assertNothingIsLeft();
  }

  @Test
  void doesNotCopyWhatWasCopied() {
    rides.commitFiles(3);
    copier.merge(WIDE);
    rides.commit("oslo", 5);

    assertThat(copier.merge(WIDE)).isEmpty();
  }

  @Test
  void leavesOutFilesOfWhichRowsAreDeletedButNotThoseThatCameLater() {
    List<DataFile> files = rides.commitFiles(2);
    rides.delete("oslo", (Long) rides.rows(files.get(0)).get(0).getField("ride_id"));
    rides.commitFiles(2);

    Copied copied = copier.merge(WIDE).orElseThrow();

    assertThat(copied.filesRewritten()).isEqualTo(3);
    assertThat(rides.files()).hasSize(2);
    assertThat(rides.rideIds()).hasSize(79);
  }

  @Test
  void commitsNothingWhereAFileIsTakenAwayMeanwhile() {
    List<DataFile> files = rides.commitFiles(3);
    Runnable meanwhile =
        () -> rides.table().newDelete().deleteFile(files.get(0).location()).commit();

    assertThatThrownBy(() -> copier.mergeAllWhile(meanwhile))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("Missing required files to delete");
    assertNothingIsLeft();
    assertThat(rides.rideIds()).hasSize(40);
  }

  @Test
  void leavesNothingBehindWhenItIsGivenUp() {
    rides.commitFiles(3);
    copier.giveUpAfter(1);

    assertThatThrownBy(() -> copier.mergeAllWhile(() -> {}))
        .isInstanceOf(FreshetException.class)
        .hasMessage("Copying row groups was given up");
    assertNothingIsLeft();
  }

  @Test
  void stopsWhereAFileHoldsOtherRowsThanTheTableSays() {
    DataFile file = rides.write("oslo", 20);
    rides.commit(DataFiles.builder(RideTable.BY_CITY).copy(file).withRecordCount(21).build());

    assertThatThrownBy(() -> copier.merge(WIDE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "%s has 20 rows by its footer and 21 by the table's metadata; compare it with a backup"
                .formatted(file.location()));
  }

  @Test
  void mergesNothingOfAnEmptyTable() {
    assertThat(copier.merge(WIDE)).isEmpty();
  }

  /** Whether all that was begun is away from the store again. */
  private void assertNothingIsLeft() {
    InMemoryFileIO store = (InMemoryFileIO) rides.table().io();
    assertThat(copier.begun()).isNotEmpty().noneMatch(store::fileExists);
  }
}
