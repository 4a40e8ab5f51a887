package io.freshet.warehouse.trino.scratch;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.access.Groups;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.view.View;

/**
 * One schema per team in which its people do as they like, and in which nothing stays for ever: a
 * table or view that has not changed for the schema's expiry may be dropped.
 */
public final class ScratchSchemas {
  /** How long a table stays after its last change. */
  static final String EXPIRES = "freshet.scratch-expires";

  private static final String PREFIX = "scratch_";
  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofDays(365);

  private final Catalog catalog;
  private final SupportsNamespaces namespaces;
  private final ViewCatalog views;

  /** Takes a catalog with namespaces and views, as every REST catalog is. */
  public ScratchSchemas(Catalog catalog) {
    this.catalog = catalog;
    this.namespaces = (SupportsNamespaces) catalog;
    this.views = (ViewCatalog) catalog;
  }

  /** The name of a team's schema. */
  public static String schema(String team) {
    return PREFIX + team;
  }

  /** A schema, the expiry that it has, and what lies in it. */
  public record Scratch(String team, String schema, Duration expires, List<Item> items) {
    public Scratch {
      items = List.copyOf(items);
    }
  }

  /** A table or a view and when it last changed. */
  public record Item(String name, boolean isView, Instant changed) {}

  /** Makes the schema, or gives one that is there another expiry; says whether it is new. */
  public boolean create(String team, Duration expires) {
    Groups.requireTeam(team);
    if (expires.compareTo(SHORTEST) < 0 || expires.compareTo(LONGEST) > 0) {
      throw new FreshetException(
          Fault.CALLER,
          "A scratch schema can't expire after %s; right would be %s to %s"
              .formatted(
                  Durations.print(expires), Durations.print(SHORTEST), Durations.print(LONGEST)));
    }
    Namespace schema = Namespace.of(schema(team));
    // Iceberg asks the map for null, which Map.of refuses.
    Map<String, String> properties = new HashMap<>(Map.of(EXPIRES, Durations.print(expires)));
    if (namespaces.namespaceExists(schema)) {
      namespaces.setProperties(schema, properties);
      return false;
    }
    namespaces.createNamespace(schema, properties);

    return true;
  }

  /** Every scratch schema, in the order of the teams' names. */
  public List<Scratch> list() {
    Map<String, Scratch> byTeam = new TreeMap<>();
    for (Namespace schema : namespaces.listNamespaces()) {
      String name = schema.toString();
      if (name.startsWith(PREFIX)) {
        String expires = namespaces.loadNamespaceMetadata(schema).get(EXPIRES);
        if (expires != null) {
          String team = name.substring(PREFIX.length());
          byTeam.put(team, new Scratch(team, name, Durations.parse(expires), items(schema)));
        }
      }
    }

    return List.copyOf(byTeam.values());
  }

  /** What has outlived its schema's expiry; drops nothing. */
  public ExpiryPlan plan(Instant now) {
    List<ExpiryPlan.Expired> expired = new ArrayList<>();
    for (Scratch scratch : list()) {
      for (Item item : scratch.items()) {
        if (item.changed().plus(scratch.expires()).isBefore(now)) {
          expired.add(new ExpiryPlan.Expired(scratch.schema(), item, scratch.expires()));
        }
      }
    }

    return new ExpiryPlan(expired);
  }

  /** Drops what the plan names, unless it changed since. */
  public ExpiryReceipt execute(ExpiryPlan plan) {
    Map<String, ExpiryReceipt.Outcome> outcomes = new LinkedHashMap<>();
    for (ExpiryPlan.Expired expired : plan.expired()) {
      outcomes.put(expired.name(), drop(expired));
    }

    return new ExpiryReceipt(outcomes);
  }

  private ExpiryReceipt.Outcome drop(ExpiryPlan.Expired expired) {
    TableIdentifier name = TableIdentifier.of(expired.schema(), expired.item().name());
    try {
      Instant changed =
          expired.item().isView()
              ? changed(views.loadView(name))
              : changed(catalog.loadTable(name));
      if (!changed.equals(expired.item().changed())) {
        return ExpiryReceipt.Outcome.CHANGED_MEANWHILE;
      }
      boolean dropped =
          expired.item().isView() ? views.dropView(name) : catalog.dropTable(name, true);

      return dropped ? ExpiryReceipt.Outcome.DROPPED : ExpiryReceipt.Outcome.GONE;
    } catch (NoSuchTableException | NoSuchViewException e) {
      return ExpiryReceipt.Outcome.GONE;
    }
  }

  private List<Item> items(Namespace schema) {
    List<Item> items = new ArrayList<>();
    for (TableIdentifier table : catalog.listTables(schema)) {
      items.add(new Item(table.name(), false, changed(catalog.loadTable(table))));
    }
    for (TableIdentifier view : views.listViews(schema)) {
      items.add(new Item(view.name(), true, changed(views.loadView(view))));
    }

    return items;
  }

  private static Instant changed(Table table) {
    return Instant.ofEpochMilli(
        ((HasTableOperations) table).operations().current().lastUpdatedMillis());
  }

  private static Instant changed(View view) {
    return Instant.ofEpochMilli(view.currentVersion().timestampMillis());
  }
}
