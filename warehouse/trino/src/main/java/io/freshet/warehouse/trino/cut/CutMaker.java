package io.freshet.warehouse.trino.cut;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.cut.Cut;
import io.freshet.core.lake.cut.CutName;
import io.freshet.core.lake.cut.CutPlan;
import io.freshet.core.lake.cut.Cuts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.view.CutViews;
import io.freshet.warehouse.trino.view.LakeView;
import io.freshet.warehouse.trino.view.ViewProvisioner;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.types.Types.NestedField;

/**
 * Makes a cut: first its tags, then its views, and last the word that it is whole. Safe to run
 * again, also after a kill.
 */
public final class CutMaker {
  private final Catalog catalog;
  private final Cuts cuts;
  private final ViewProvisioner views;

  /** Takes a catalog with namespaces and views, as every REST catalog is. */
  public CutMaker(Catalog catalog) {
    this.catalog = catalog;
    this.cuts = new Cuts(catalog);
    this.views = new ViewProvisioner(catalog);
  }

  /**
   * Does what a plan says; refuses one that has to wait. A cut that is whole already stays as it
   * is.
   *
   * @param contracts of the domain's tables
   * @param keep how long its tags stay, where no table's rows go sooner
   */
  public Cut make(CutPlan plan, List<Contract> contracts, Instant now, Duration keep) {
    String domain = contracts.get(0).documentation().domain();

    return cuts.of(plan.name()).stream()
        .filter(cut -> cut.domain().equals(domain))
        .findFirst()
        .orElseGet(() -> makeNew(plan, contracts, now, keep));
  }

  private Cut makeNew(CutPlan plan, List<Contract> contracts, Instant now, Duration keep) {
    if (!plan.isReady()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s can't be made yet: %s".formatted(plan.name(), String.join("; ", plan.waitsFor())));
    }
    Instant until = now.plus(shortest(keep, contracts));
    Map<String, Optional<Long>> snapshots = cuts.tag(plan, until);
    for (Contract contract : contracts) {
      Optional<Long> snapshot = snapshots.get(TableLayout.name(contract).toString());
      views.plan(view(contract, plan.name(), snapshot)).step().run();
    }
    String domain = contracts.get(0).documentation().domain();
    Cut cut = new Cut(plan.name(), domain, now, until, held(contracts, snapshots));
    cuts.complete(cut);

    return cut;
  }

  /** Takes a cut away before its time, with its tags. Safe to run again, also after a kill. */
  public void drop(Cut cut) {
    cuts.untag(cut);
    remove(cut);
  }

  /** Takes the views of a cut away whose tags are gone. */
  public void remove(Cut cut) {
    cut.tables()
        .keySet()
        .forEach(
            table ->
                views
                    .planRemoval(new LakeView(CutViews.name(cut.name(), table), "", List.of(), ""))
                    .step()
                    .run());
    cuts.forget(cut);
  }

  /** Rows must not outlive their contract's retention because a tag holds them. */
  private static Duration shortest(Duration keep, List<Contract> contracts) {
    return contracts.stream()
        .flatMap(contract -> contract.requireTable().retention().stream())
        .filter(retention -> retention.compareTo(keep) < 0)
        .min(Duration::compareTo)
        .orElse(keep);
  }

  private static Map<String, Cut.Held> held(
      List<Contract> contracts, Map<String, Optional<Long>> snapshots) {
    Map<String, Cut.Held> held = new HashMap<>();
    for (Contract contract : contracts) {
      String table = TableLayout.name(contract).toString();
      held.put(table, new Cut.Held(snapshots.get(table), contract.schema().keys().eventTime()));
    }

    return held;
  }

  private LakeView view(Contract contract, CutName name, Optional<Long> snapshot) {
    return snapshot
        .map(id -> CutViews.of(contract, name, columns(contract, id)))
        .orElseGet(() -> CutViews.ofNothing(contract, name));
  }

  private Set<String> columns(Contract contract, long snapshot) {
    Table table = LakeCatalog.require(catalog, TableLayout.name(contract));
    Integer id = table.snapshot(snapshot).schemaId();
    Schema then = id == null ? table.schema() : table.schemas().get(id);

    return then.columns().stream().map(NestedField::name).collect(Collectors.toSet());
  }
}
