package io.freshet.core.lake;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;

/** Where tables and views lie. */
public final class Namespaces {
  private Namespaces() {}

  /** All of a catalog, each before those in it. One that goes meanwhile is left out. */
  public static List<Namespace> all(Catalog catalog) {
    List<Namespace> all = new ArrayList<>();
    addIn(Namespace.empty(), (SupportsNamespaces) catalog, all);

    return List.copyOf(all);
  }

  private static void addIn(Namespace parent, SupportsNamespaces catalog, List<Namespace> all) {
    for (Namespace namespace : in(parent, catalog)) {
      all.add(namespace);
      addIn(namespace, catalog, all);
    }
  }

  private static List<Namespace> in(Namespace parent, SupportsNamespaces catalog) {
    try {
      return catalog.listNamespaces(parent);
    } catch (NoSuchNamespaceException gone) {
      return List.of(); // since it was listed
    }
  }

  /** Makes the namespace unless it is there. Safe to run at the same time as somebody else. */
  public static void ensure(Catalog catalog, Namespace namespace) {
    SupportsNamespaces namespaces = (SupportsNamespaces) catalog;
    if (!namespaces.namespaceExists(namespace)) {
      try {
        namespaces.createNamespace(namespace);
      } catch (AlreadyExistsException madeMeanwhile) {
        // Two applies at once: the namespace is there, which is all that was wanted.
        namespaces.loadNamespaceMetadata(namespace);
      }
    }
  }
}
