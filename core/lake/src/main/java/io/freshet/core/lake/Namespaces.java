package io.freshet.core.lake;

import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.exceptions.AlreadyExistsException;

/** Where tables and views lie. */
public final class Namespaces {
  private Namespaces() {}

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
