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
  private final Guards guards;

  NamespaceRoutes(SupportsNamespaces catalog, Locations locations, Guards guards) {
    this.guards = guards;
    this.catalog = catalog;
    this.locations = locations;
  }

  List<Route> routes() {
    return List.of(
        Route.reads(Endpoint.V1_LIST_NAMESPACES, Guards::anyone, this::list),
        Route.reads(Endpoint.V1_LOAD_NAMESPACE, guards::seesNamespace, this::load),
        Route.reads(Endpoint.V1_NAMESPACE_EXISTS, guards::seesNamespace, this::exists),
        Route.changes(
            Endpoint.V1_CREATE_NAMESPACE,
            CreateNamespaceRequest.class,
            guards::makesNamespace,
            this::create),
        Route.changes(
            Endpoint.V1_UPDATE_NAMESPACE,
            UpdateNamespacePropertiesRequest.class,
            guards::changesNamespace,
            this::update),
        Route.changes(Endpoint.V1_DELETE_NAMESPACE, guards::dropsNamespace, this::drop));
  }

  private Answer list(Call call) {
    List<Namespace> visible =
        catalog.listNamespaces(call.parent()).stream()
            .filter(call.caller().scopes()::touch)
            .toList();
    Page<Namespace> page = Page.of(visible, Namespace::toString, call.query());
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
    if (request.namespace().isEmpty()) {
      throw new IllegalArgumentException("A namespace must have at least one level");
    }
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
