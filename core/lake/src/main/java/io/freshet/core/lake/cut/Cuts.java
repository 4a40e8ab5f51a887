package io.freshet.core.lake.cut;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Namespaces;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableWatermark;
import io.freshet.core.lake.cut.CutTable.Pace;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Cuts in the catalog. A cut is whole when its schema says so, which is written last; until then it
 * may be made again from any point. Its tags are never moved.
 */
public final class Cuts {
  private static final String PROPERTY = "freshet.cut.";

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

  /** Tags what the plan says, until then. */
  public void tag(CutPlan plan, Instant until) {
    for (CutPlan.Step step : plan.steps()) {
      if (step.action() == CutPlan.Action.TAG) {
        tag(step, plan.name().toString(), until);
      }
    }
  }

  private void tag(CutPlan.Step step, String name, Instant until) {
    Table table = LakeCatalog.require(catalog, TableIdentifier.parse(step.table()));
    long snapshot = step.snapshot().orElseThrow();
    // Iceberg takes the age of a tag from its snapshot, which may be old where nothing comes.
    Instant committed = Instant.ofEpochMilli(table.snapshot(snapshot).timestampMillis());
    table
        .manageSnapshots()
        .createTag(name, snapshot)
        .setMaxRefAgeMs(name, Duration.between(committed, until).toMillis())
        .commit();
  }

  /** Says that it is whole. */
  public void complete(Cut cut) {
    Namespaces.ensure(catalog, namespace(cut.name()));
    // Iceberg's REST client asks the map whether it has null, which Map.of takes ill.
    Map<String, String> properties = new HashMap<>();
    properties.put(PROPERTY + cut.domain(), cut.toJson());
    namespaces.setProperties(namespace(cut.name()), properties);
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

  /** The whole cuts of that hour, one a domain. */
  public List<Cut> of(CutName name) {
    return namespaces.namespaceExists(namespace(name)) ? in(namespace(name)) : List.of();
  }

  private List<Cut> in(Namespace namespace) {
    List<Cut> cuts = new ArrayList<>();
    namespaces
        .loadNamespaceMetadata(namespace)
        .forEach(
            (key, value) -> {
              if (key.startsWith(PROPERTY)) {
                String domain = key.substring(PROPERTY.length());
                cuts.add(Cut.parse(CutName.parse(namespace.toString()), domain, value));
              }
            });

    return cuts;
  }

  /** Forgets one whose views are gone, and its schema when no other domain has a cut in it. */
  public void forget(Cut cut) {
    Namespace namespace = namespace(cut.name());
    if (of(cut.name()).size() > 1) {
      namespaces.removeProperties(namespace, Set.of(PROPERTY + cut.domain()));
    } else {
      namespaces.dropNamespace(namespace);
    }
  }
}
