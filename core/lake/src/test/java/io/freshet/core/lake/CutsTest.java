package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.cut.Cut;
import io.freshet.core.lake.cut.CutName;
import io.freshet.core.lake.cut.CutPlan;
import io.freshet.core.lake.cut.CutPlan.Action;
import io.freshet.core.lake.cut.Cuts;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CutsTest {
  private static final CutName NAME = CutName.parse("cut_2026_11_29_07");
  private static final Instant NOW = Instant.parse("2026-11-29T07:12:00Z");
  private static final List<Contract> DOMAIN = List.of(Delivery.contract());

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final Cuts cuts = new Cuts(catalog);
  private Table table;

  @BeforeEach
  void makeATableThatIsCompleteUpToTheHour() {
    catalog.initialize("test", Map.of());
    new TableProvisioner(catalog).plan(Delivery.contract()).step().run();
    table = catalog.loadTable(TableLayout.name(Delivery.contract()));
    table.newAppend().commit();
    table.updateProperties().set(TableWatermark.PROPERTY, "2026-11-29T07:00:00Z").commit();
  }

  @Test
  void aTagStaysAsLongAsWasAskedHoweverOldItsSnapshotIs() {
    Instant until = Instant.ofEpochMilli(table.currentSnapshot().timestampMillis() + 86_400_000);

    cuts.tag(plan(), until);

    table.refresh();
    assertThat(table.refs().get(NAME.toString()).maxRefAgeMs())
        .isEqualTo(Duration.ofDays(1).toMillis());
  }

  @Test
  void aRunThatWasKilledIsFinishedByTheNextAndMovesNoTag() {
    long first = table.currentSnapshot().snapshotId();
    cuts.tag(plan(), Instant.now().plusSeconds(3600));
    assertThat(cuts.list()).isEmpty();

    table.refresh();
    table.newAppend().commit();
    CutPlan again = plan();
    cuts.tag(again, Instant.now().plusSeconds(7200));

    assertThat(again.steps()).extracting(CutPlan.Step::action).containsExactly(Action.KEEP);
    table.refresh();
    assertThat(table.refs().get(NAME.toString()).snapshotId()).isEqualTo(first);
  }

  @Test
  void aTagOfARunThatWasKilledStaysAsLongAsItsCut() {
    cuts.tag(plan(), Instant.now().plusSeconds(3600));
    Instant until = Instant.ofEpochMilli(table.currentSnapshot().timestampMillis() + 86_400_000);

    cuts.tag(plan(), until);

    table.refresh();
    assertThat(table.refs().get(NAME.toString()).maxRefAgeMs())
        .isEqualTo(Duration.ofDays(1).toMillis());
  }

  @Test
  void ofTwoRunsAtTheSameTimeBothHoldTheSnapshotsOfTheFirst() {
    long first = table.currentSnapshot().snapshotId();
    table.newAppend().commit();
    CutPlan behind = plan();
    table.manageSnapshots().createTag(NAME.toString(), first).commit();

    Map<String, Optional<Long>> tagged = cuts.tag(behind, Instant.now().plusSeconds(3600));

    assertThat(behind.steps()).extracting(CutPlan.Step::action).containsExactly(Action.TAG);
    assertThat(tagged.values()).containsExactly(Optional.of(first));
  }

  @Test
  void saysThatASnapshotHasExpiredBeforeItWasTagged() {
    CutPlan plan = plan();
    long planned = table.currentSnapshot().snapshotId();
    table.newAppend().commit();
    table.expireSnapshots().expireSnapshotId(planned).commit();

    assertThatThrownBy(() -> cuts.tag(plan, Instant.now().plusSeconds(3600)))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("Snapshot %d of ".formatted(planned))
        .hasMessageEndingWith("has expired while cut_2026_11_29_07 was made; run it again");
  }

  @Test
  void losesItsTagsWhenItIsDroppedAndNoOthers() {
    Map<String, Cut.Held> held = new HashMap<>();
    cuts.tag(plan(), Instant.now().plusSeconds(3600))
        .forEach((name, snapshot) -> held.put(name, new Cut.Held(snapshot, "event_time")));
    table.refresh();
    table.manageSnapshots().createTag("mine", table.currentSnapshot().snapshotId()).commit();
    Cut cut = new Cut(NAME, "delivery", NOW, NOW.plusSeconds(3600), held);

    cuts.untag(cut);
    cuts.untag(cut);

    table.refresh();
    assertThat(table.refs()).containsOnlyKeys("main", "mine");
  }

  @Test
  void isNotReadWhenItsTimeIsOver() {
    cuts.complete(cut("delivery"));

    assertThat(cuts.require(NAME, NOW)).hasSize(1);
    assertThatThrownBy(() -> cuts.require(NAME, NOW.plus(Duration.ofDays(31))))
        .hasMessageStartingWith("cut_2026_11_29_07 was kept until 2026-12-29T07:12:00Z");
    assertThatThrownBy(() -> cuts.require(CutName.parse("cut_2026_11_29_08"), NOW))
        .hasMessageStartingWith("There is no cut_2026_11_29_08");
  }

  @Test
  void isNoSchemaThatMerelyBeginsLikeOne() {
    catalog.createNamespace(Namespace.of("cut_lery"));

    assertThat(cuts.list()).isEmpty();
  }

  @Test
  void leavesASchemaInWhichSomebodyHasPutATable() {
    cuts.complete(cut("delivery"));
    catalog.createTable(TableIdentifier.of(Cuts.namespace(NAME), "mine"), table.schema());

    cuts.forget(cut("delivery"));

    assertThat(cuts.list()).isEmpty();
    assertThat(catalog.namespaceExists(Cuts.namespace(NAME))).isTrue();
  }

  @Test
  void isThereOnceItsSchemaSaysSoAndUntilItIsForgotten() {
    Cut mine = cut("delivery");
    Cut other = cut("rides");
    cuts.complete(mine);
    cuts.complete(other);
    assertThat(cuts.list()).containsExactly(mine, other);

    cuts.forget(mine);
    assertThat(cuts.of(NAME)).containsExactly(other);

    cuts.forget(other);
    assertThat(cuts.list()).isEmpty();
    assertThat(catalog.namespaceExists(Cuts.namespace(NAME))).isFalse();
  }

  @Test
  void refusesADomainThatNoTableIsOf() {
    assertThatThrownBy(() -> Cuts.ofDomain("kitchen", Contracts.of(DOMAIN)))
        .hasMessageStartingWith("No table is of the domain kitchen; right would be one of ");
  }

  private CutPlan plan() {
    return CutPlan.of(NAME, cuts.tables(DOMAIN, Optional.of(NAME), Set.of()));
  }

  private static Cut cut(String domain) {
    return new Cut(
        NAME,
        domain,
        NOW,
        NOW.plus(Duration.ofDays(30)),
        Map.of("raw." + domain, new Cut.Held(Optional.of(1L), "event_time")));
  }
}
