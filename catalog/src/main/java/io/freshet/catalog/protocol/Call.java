package io.freshet.catalog.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.rest.RESTRequest;
import org.apache.iceberg.rest.RESTUtil;

/** One request, taken apart: the variables of its path, its query, its ETag and its body. */
record Call(
    Map<String, String> path,
    Map<String, String> query,
    Optional<String> knownTag,
    Optional<RESTRequest> body) {
  private static final String SEPARATOR = "\u001f";
  private static final String ENCODED_SEPARATOR = "%1F";

  Call {
    path = Map.copyOf(path);
    query = Map.copyOf(query);
  }

  /** The body, which the route has declared to be of this type. */
  <T extends RESTRequest> T body(Class<T> type) {
    return type.cast(body.orElseThrow());
  }

  Namespace namespace() {
    Namespace namespace = RESTUtil.decodeNamespace(path.get("namespace"), ENCODED_SEPARATOR);
    requireStorable(namespace);

    return namespace;
  }

  TableIdentifier table() {
    return TableIdentifier.of(namespace(), RESTUtil.decodeString(path.get("table")));
  }

  TableIdentifier view() {
    return TableIdentifier.of(namespace(), RESTUtil.decodeString(path.get("view")));
  }

  /** The namespace to list below; the empty one when the query names none. */
  Namespace parent() {
    String parent = query.getOrDefault("parent", "");
    if (parent.isEmpty()) {
      return Namespace.empty();
    }
    Namespace namespace = RESTUtil.namespaceFromQueryParam(parent, SEPARATOR);
    requireStorable(namespace);

    return namespace;
  }

  /**
   * JdbcCatalog joins levels with dots, so {@code ["a.b"]} would be {@code ["a", "b"]}: no
   * namespace has a dot in a level.
   */
  static void requireStorable(Namespace namespace) {
    if (List.of(namespace.levels()).stream().anyMatch(level -> level.contains("."))) {
      throw new NoSuchNamespaceException("Namespace does not exist: %s", namespace);
    }
  }
}
