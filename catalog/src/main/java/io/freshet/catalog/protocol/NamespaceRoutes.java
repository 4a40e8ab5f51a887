package io.freshet.catalog.protocol;

import java.util.List;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.UpdateNamespacePropertiesRequest;
import org.apache.iceberg.rest.responses.ListNamespacesResponse;

/** The protocol's operations on namespaces. */
final class NamespaceRoutes {
  private final SupportsNamespaces catalog;
  private final Locations locations;

  NamespaceRoutes(SupportsNamespaces catalog, Locations locations) {
    this.catalog = catalog;
    this.locations = locations;
  }

  List<Route> routes() {
    return List.of(
        Route.reads(Endpoint.V1_LIST_NAMESPACES, this::list),
        Route.reads(Endpoint.V1_LOAD_NAMESPACE, this::load),
        Route.reads(Endpoint.V1_NAMESPACE_EXISTS, this::exists),
        Route.changes(Endpoint.V1_CREATE_NAMESPACE, CreateNamespaceRequest.class, this::create),
        Route.changes(
            Endpoint.V1_UPDATE_NAMESPACE, UpdateNamespacePropertiesRequest.class, this::update),
        Route.changes(Endpoint.V1_DELETE_NAMESPACE, this::drop));
  }

  private Answer list(Call call) {
    Page<Namespace> page =
        Page.of(catalog.listNamespaces(call.parent()), Namespace::toString, call.query());
    ListNamespacesResponse.Builder response =
        ListNamespacesResponse.builder().nextPageToken(page.next());
    page.entries().forEach(response::add);

    return Answer.of(response.build());
  }

  private Answer load(Call call) {
    return Answer.of(CatalogHandlers.loadNamespace(catalog, call.namespace()));
  }

  private Answer exists(Call call) {
    CatalogHandlers.namespaceExists(catalog, call.namespace());

    return Answer.noContent();
  }

  private Answer create(Call call) {
    CreateNamespaceRequest request = call.body(CreateNamespaceRequest.class);
    for (String level : request.namespace().levels()) {
      if (level.isEmpty() || level.contains(".")) {
        throw new IllegalArgumentException(
            "Namespace %s has the level '%s'; a level must have a character and no dot"
                .formatted(request.namespace(), level));
      }
    }
    locations.requireProperties(request.properties());

    return Answer.of(CatalogHandlers.createNamespace(catalog, request));
  }

  private Answer update(Call call) {
    UpdateNamespacePropertiesRequest request = call.body(UpdateNamespacePropertiesRequest.class);
    locations.requireProperties(request.updates());

    return Answer.of(CatalogHandlers.updateNamespaceProperties(catalog, call.namespace(), request));
  }

  private Answer drop(Call call) {
    CatalogHandlers.dropNamespace(catalog, call.namespace());

    return Answer.noContent();
  }
}
