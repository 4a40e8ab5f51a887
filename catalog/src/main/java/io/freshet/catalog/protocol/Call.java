package io.freshet.catalog.protocol;

import io.freshet.catalog.access.Action;
import io.freshet.catalog.access.Caller;
import io.freshet.catalog.access.MissingScopeException;
import io.freshet.catalog.access.Right;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.rest.RESTRequest;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.rest.responses.ListTablesResponse;

/**
 * One request, taken apart: who asks, the variables of its path, its query, its headers and body.
 */
record Call(
    Caller caller,
    Map<String, String> path,
    Map<String, String> query,
    Preferences preferences,
    Optional<RESTRequest> body) {
  private static final String SEPARATOR = "\u001f";
  static final String ENCODED_SEPARATOR = "%1F";

  Call {
    path = Map.copyOf(path);
    query = Map.copyOf(query);
  }

  /**
   * @param reason why that is needed, for the message; may be empty
   * @throws MissingScopeException when the caller has it not
   */
  void require(Right right, String reason) {
    if (!right.isHeldBy(caller.scopes())) {
      throw new MissingScopeException(caller, right, reason);
    }
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

  private List<TableIdentifier> readable(List<TableIdentifier> objects) {
    return objects.stream().filter(object -> caller.scopes().allow(Action.READ, object)).toList();
  }

  /** A page of those of a namespace's tables or views that the caller may know of. */
  Answer listed(List<TableIdentifier> objects) {
    Page<TableIdentifier> page = Page.of(readable(objects), TableIdentifier::name, query);
    ListTablesResponse.Builder response = ListTablesResponse.builder().nextPageToken(page.next());
    page.entries().forEach(response::add);

    return Answer.of(response.build());
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
