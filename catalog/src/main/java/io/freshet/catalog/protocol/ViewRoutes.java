package io.freshet.catalog.protocol;

import io.freshet.catalog.postgres.PostgresCatalog;
import java.util.List;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.requests.CreateViewRequest;
import org.apache.iceberg.rest.requests.RegisterViewRequest;
import org.apache.iceberg.rest.requests.RenameTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;

/** The protocol's operations on views. */
final class ViewRoutes {
  private final PostgresCatalog postgres;
  private final JdbcCatalog catalog;
  private final Locations locations;
  private final Guards guards;

  ViewRoutes(PostgresCatalog postgres, Locations locations, Guards guards) {
    this.guards = guards;
    this.postgres = postgres;
    this.catalog = postgres.catalog();
    this.locations = locations;
  }

  List<Route> routes() {
    return List.of(
        Route.reads(Endpoint.V1_LIST_VIEWS, guards::seesNamespace, this::list),
        Route.reads(Endpoint.V1_LOAD_VIEW, guards::readsView, this::load),
        Route.reads(Endpoint.V1_VIEW_EXISTS, guards::readsView, this::exists),
        Route.changes(
            Endpoint.V1_CREATE_VIEW, CreateViewRequest.class, guards::makesView, this::create),
        Route.changes(
            Endpoint.V1_REGISTER_VIEW,
            RegisterViewRequest.class,
            guards::registersView,
            this::register),
        Route.changes(
            Endpoint.V1_RENAME_VIEW, RenameTableRequest.class, guards::renames, this::rename),
        Route.changes(Endpoint.V1_DELETE_VIEW, guards::dropsView, this::drop),
        Route.commits(
            Endpoint.V1_UPDATE_VIEW, UpdateTableRequest.class, guards::commitsView, this::commit));
  }

  private Answer list(Call call) {
    return call.listed(catalog.listViews(call.namespace()));
  }

  private Answer load(Call call) {
    return Answer.of(CatalogHandlers.loadView(catalog, call.view()));
  }

  private Answer exists(Call call) {
    CatalogHandlers.viewExists(catalog, call.view());

    return Answer.noContent();
  }

  private Answer create(Call call) {
    CatalogHandlers.namespaceExists(catalog, call.namespace());

    CreateViewRequest request = call.body(CreateViewRequest.class);
    locations.require(request.location());
    locations.requireProperties(request.properties());

    return Answer.of(CatalogHandlers.createView(catalog, call.namespace(), request));
  }

  private Answer register(Call call) {
    CatalogHandlers.namespaceExists(catalog, call.namespace());

    RegisterViewRequest request = call.body(RegisterViewRequest.class);
    locations.require(request.metadataLocation());
    locations.requireAll(
        ForeignMetadata.ofView(postgres.files().newInputFile(request.metadataLocation())));

    return Answer.of(CatalogHandlers.registerView(catalog, call.namespace(), request));
  }

  private Answer rename(Call call) {
    RenameTableRequest request = call.body(RenameTableRequest.class);
    Call.requireStorable(request.source().namespace());
    Call.requireStorable(request.destination().namespace());
    CatalogHandlers.renameView(catalog, request);

    return Answer.noContent();
  }

  private Answer drop(Call call) {
    CatalogHandlers.dropView(catalog, call.view());

    return Answer.noContent();
  }

  private Answer commit(Call call) {
    UpdateTableRequest request = call.body(UpdateTableRequest.class);
    locations.requireUpdates(request.updates());

    return Answer.of(CatalogHandlers.updateView(catalog, call.view(), request));
  }
}
