package io.freshet.core.lake.cut;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Namespaces;
import io.freshet.core.lake.References;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableWatermark;
import io.freshet.core.lake.cut.CutTable.Pace;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;

/**
 * Cuts in the catalog. A cut is whole when its schema says so, which is written last; until then it
 * may be made again from any point. Its tags are never moved.
 */
public final class Cuts {
  private final Catalog catalog;
  private final SupportsNamespaces namespaces;

  /** Takes a catalog with namespaces, as every REST catalog is. */
  public Cuts(Catalog catalog) {
    this.catalog = catalog;
    this.namespaces = (SupportsNamespaces) catalog;
  }

  /** The contracts of a domain that have tables; refuses a domain without any. */
  public static List<Contract> ofDomain(String domain, Contracts contracts) {
    List<Contract> own =
        contracts.all().stream()
            .filter(contract -> contract.table().isPresent())
            .filter(contract -> contract.documentation().domain().equals(domain))
            .toList();
    if (own.isEmpty()) {
      Set<String> domains = new TreeSet<>();
      contracts.all().forEach(contract -> domains.add(contract.documentation().domain()));
      throw new FreshetException(
          Fault.CALLER,
          "No table is of the domain %s; right would be one of %s"
              .formatted(domain, String.join(", ", domains)));
    }

    return own;
  }

  /** The schema of a cut's views. */
  public static Namespace namespace(CutName name) {
    return Namespace.of(name.toString());
  }

  /**
   * How the tables of a domain stand now.
   *
   * @param name of the cut that is wanted, where that is known
   * @param readToTheirEnds tables whose streams held nothing more, asked before this
   */
  public List<CutTable> tables(
      List<Contract> contracts, Optional<CutName> name, Set<String> readToTheirEnds) {
    List<CutTable> tables = new ArrayList<>();
    for (Contract contract : contracts) {
      TableIdentifier identifier = TableLayout.name(contract);
      Table table = LakeCatalog.require(catalog, identifier);
      tables.add(
          new CutTable(
              identifier.toString(),
              pace(contract, readToTheirEnds.contains(identifier.toString())),
              TableWatermark.of(table.properties()),
              name.map(wanted -> table.refs().get(wanted.toString())).map(SnapshotRef::snapshotId),
              Optional.ofNullable(table.currentSnapshot()).map(Snapshot::snapshotId)));
    }

    return tables;
  }

  private static Pace pace(Contract contract, boolean readToItsEnd) {
    if (contract.kind() != Contract.Kind.EVENT) {
      return Pace.NONE;
    }

    return readToItsEnd ? Pace.IDLE : Pace.OWN;
  }

  /**
   * Tags what the plan says, until then.
   *
   * @return the snapshots that bear the tag, by table: where another run was first, those of that
   * @throws FreshetException where a snapshot of the plan has expired meanwhile
   */
  public Map<String, Optional<Long>> tag(CutPlan plan, Instant until) {
    Map<String, Optional<Long>> tagged = new TreeMap<>();
    for (CutPlan.Step step : plan.steps()) {
      tagged.put(
          step.table(),
          step.snapshot().map(snapshot -> tag(step, snapshot, plan.name().toString(), until)));
    }

    return tagged;
  }

  private long tag(CutPlan.Step step, long snapshot, String name, Instant until) {
    Table table = LakeCatalog.require(catalog, TableIdentifier.parse(step.table()));
    try {
      return tag(table, snapshot, name, until);
    } catch (IllegalArgumentException | CommitFailedException another) {
      table.refresh();
      if (!table.refs().containsKey(name)) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "Cannot tag %s with %s: %s; run it again"
                .formatted(step.table(), name, another.getMessage()),
            another);
      }

      return table.refs().get(name).snapshotId();
    }
  }

  private static long tag(Table table, long snapshot, String name, Instant until) {
    References.change(table, tags -> tag(tags, table, snapshot, name, until));

    return table.refs().get(name).snapshotId();
  }

  /** A tag that is there stays where it is, and until then. */
  private static void tag(
      ManageSnapshots tags, Table table, long snapshot, String name, Instant until) {
    SnapshotRef held = table.refs().get(name);
    long id = held == null ? snapshot : held.snapshotId();
    if (table.snapshot(id) == null) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Snapshot %d of %s has expired while %s was made; run it again"
              .formatted(id, table.name(), name));
    }
    // Iceberg takes the age of a tag from its snapshot, which may be old where nothing comes.
    Instant committed = Instant.ofEpochMilli(table.snapshot(id).timestampMillis());
    if (held == null) {
      tags.createTag(name, id);
    }
    tags.setMaxRefAgeMs(name, Duration.between(committed, until).toMillis());
  }

  /** Takes the tags of a cut from its tables, so that what nothing else keeps may expire. */
  public void untag(Cut cut) {
    String name = cut.name().toString();
    for (String each : cut.tables().keySet()) {
      TableIdentifier identifier = TableIdentifier.parse(each);
      if (catalog.tableExists(identifier)) {
        Table table = catalog.loadTable(identifier);
        if (table.refs().containsKey(name)) {
          References.change(table, references -> references.removeTag(name));
        }
      }
    }
  }

  /** Says that it is whole. */
  public void complete(Cut cut) {
    Namespaces.ensure(catalog, namespace(cut.name()));
    namespaces.setProperties(namespace(cut.name()), CutProperties.tables(cut));
    namespaces.setProperties(namespace(cut.name()), CutProperties.whole(cut));
  }

  /** Those that are whole, newest first. */
  public List<Cut> list() {
    List<Cut> cuts = new ArrayList<>();
    for (Namespace namespace : namespaces.listNamespaces()) {
      if (namespace.toString().startsWith(CutName.PREFIX)) {
        cuts.addAll(in(namespace));
      }
    }
    cuts.sort(Comparator.comparing(Cut::name).reversed().thenComparing(Cut::domain));

    return cuts;
  }

  /**
   * The whole cuts of that hour, one a domain.
   *
   * @throws FreshetException where there is none, or their time is over
   */
  public List<Cut> require(CutName name, Instant now) {
    List<Cut> found = of(name);
    if (found.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "There is no %s; ./freshet cut list shows those that there are".formatted(name));
    }
    found.stream()
        .filter(cut -> cut.isOver(now))
        .findFirst()
        .ifPresent(
            over -> {
              throw new FreshetException(
                  Fault.CALLER,
                  "%s was kept until %s, and its rows may be gone; ./freshet cut list shows those"
                          .formatted(name, over.until())
                      + " that stay");
            });

    return found;
  }

  /** The whole cuts of that hour, one a domain. */
  public List<Cut> of(CutName name) {
    return namespaces.namespaceExists(namespace(name)) ? in(namespace(name)) : List.of();
  }

  private List<Cut> in(Namespace namespace) {
    Map<String, String> properties = namespaces.loadNamespaceMetadata(namespace);

    // Somebody's own schema may begin like a cut's.
    return CutProperties.areOfACut(properties)
        ? CutProperties.read(CutName.parse(namespace.toString()), properties)
        : List.of();
  }

  /** Forgets one whose views are gone, and its schema when nothing else is in it. */
  public void forget(Cut cut) {
    Namespace namespace = namespace(cut.name());
    List<String> domains = of(cut.name()).stream().map(Cut::domain).toList();
    boolean isOnly = domains.stream().allMatch(cut.domain()::equals);
    boolean isGone = isOnly && isDropped(namespace);
    if (!isGone && domains.contains(cut.domain())) {
      Set<String> keys = new HashSet<>(CutProperties.whole(cut).keySet());
      keys.addAll(CutProperties.tables(cut).keySet());
      namespaces.removeProperties(namespace, keys);
    }
  }

  /** What others have put beside the views is theirs. */
  private boolean isDropped(Namespace namespace) {
    try {
      return namespaces.dropNamespace(namespace);
    } catch (NamespaceNotEmptyException somebodysOwn) {
      return false;
    }
  }
}
