package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.iceberg.SnapshotAncestryValidator;
import org.apache.iceberg.Table;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.util.SnapshotUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerSnapshotsTest {
  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private Table table;

  @BeforeEach
  void makeATable() {
    catalog.initialize("test", Map.of());
    new TableProvisioner(catalog).plan(Delivery.contract()).step().run();
    table = catalog.loadTable(TableLayout.name(Delivery.contract()));
  }

  @Test
  void letsAnotherEnginesCommitsPassAndNoOtherChangeOfTheLedger() {
    table.newAppend().commit();
    SnapshotAncestryValidator noOther = LedgerSnapshots.noOtherSince(table);

    table.newAppend().commit();
    assertThat(isValid(noOther)).isTrue();

    table.newAppend().set(CommitSummary.RANGES, "1:0:0-1").commit();
    assertThat(isValid(noOther)).isFalse();
  }

  @Test
  void letsNothingPassWhereWhatCameInBetweenHasExpired() {
    table.newAppend().commit();
    SnapshotAncestryValidator noOther = LedgerSnapshots.noOtherSince(table);
    table.newAppend().set(CommitSummary.RANGES, "1:0:0-1").commit();
    table.newAppend().commit();
    table.expireSnapshots().expireOlderThan(Long.MAX_VALUE).retainLast(1).commit();

    assertThat(isValid(noOther)).isFalse();
  }

  @Test
  void letsTheFirstCommitOfATablePass() {
    SnapshotAncestryValidator noOther = LedgerSnapshots.noOtherSince(table);
    table.newAppend().commit();

    assertThat(isValid(noOther)).isTrue();
  }

  private boolean isValid(SnapshotAncestryValidator validator) {
    table.refresh();

    return validator.validate(SnapshotUtil.currentAncestors(table));
  }
}
