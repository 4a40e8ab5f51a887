package io.freshet.catalog.protocol;

import io.freshet.catalog.postgres.PostgresCatalog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.requests.CommitTransactionRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.RegisterTableRequest;
import org.apache.iceberg.rest.requests.RenameTableRequest;
import org.apache.iceberg.rest.requests.ReportMetricsRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.LoadTableResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The protocol's operations on tables. */
final class TableRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(TableRoutes.class);

  private final PostgresCatalog postgres;
  private final JdbcCatalog catalog;
  private final Locations locations;
  private final Guards guards;
  private final Optional<SigningRoutes> signing;

  /**
   * @param signing empty where clients need keys of the object store
   */
  TableRoutes(
      PostgresCatalog postgres,
      Locations locations,
      Guards guards,
      Optional<SigningRoutes> signing) {
    this.signing = signing;
    this.postgres = postgres;
    this.locations = locations;
    this.guards = guards;
    this.catalog = postgres.catalog();
  }

  List<Route> routes() {
    return List.of(
        Route.reads(Endpoint.V1_LIST_TABLES, guards::seesNamespace, this::list),
        Route.reads(Endpoint.V1_LOAD_TABLE, guards::readsTable, this::load),
        Route.reads(Endpoint.V1_TABLE_EXISTS, guards::readsTable, this::exists),
        Route.changes(
            Endpoint.V1_CREATE_TABLE, CreateTableRequest.class, guards::makesTable, this::create),
        Route.changes(
            Endpoint.V1_REGISTER_TABLE,
            RegisterTableRequest.class,
            guards::registersTable,
            this::register),
        Route.changes(
            Endpoint.V1_RENAME_TABLE, RenameTableRequest.class, guards::renames, this::rename),
        Route.changes(Endpoint.V1_DELETE_TABLE, guards::dropsTable, this::drop),
        Route.commits(
            Endpoint.V1_UPDATE_TABLE, UpdateTableRequest.class, guards::commitsTable, this::commit),
        Route.commits(
            Endpoint.V1_COMMIT_TRANSACTION,
            CommitTransactionRequest.class,
            guards::commitsTogether,
            this::commitTogether),
        Route.reads(
            Endpoint.V1_REPORT_METRICS,
            ReportMetricsRequest.class,
            guards::readsTable,
            this::report));
  }

  private Answer list(Call call) {
    return call.listed(catalog.listTables(call.namespace()));
  }

  private Answer load(Call call) {
    String wanted = call.query().getOrDefault("snapshots", "all");
    SnapshotMode mode = SnapshotMode.valueOf(wanted.toUpperCase(Locale.ROOT));
    LoadTableResponse table =
        told(call, call.table(), CatalogHandlers.loadTable(catalog, call.table(), mode));
    String view = call.preferences().wantsSigning() ? mode.name() + "|signed" : mode.name();

    return Answer.of(table, view, call.preferences().knownTag());
  }

  private Answer exists(Call call) {
    CatalogHandlers.tableExists(catalog, call.table());

    return Answer.noContent();
  }

  private Answer create(Call call) {
    CreateTableRequest request = call.body(CreateTableRequest.class);
    locations.require(request.location());
    locations.requireProperties(request.properties());
    CatalogHandlers.namespaceExists(catalog, call.namespace());
    TableIdentifier table = TableIdentifier.of(call.namespace(), request.name());
    if (request.stageCreate()) {
      return Answer.of(
          told(call, table, CatalogHandlers.stageTableCreate(catalog, call.namespace(), request)));
    }

    LoadTableResponse made = CatalogHandlers.createTable(catalog, call.namespace(), request);
    if (request.location() != null
        || (request.properties() != null && Locations.namesAPlace(request.properties().keySet()))) {
      postgres.keepFolders(locations.foldersOf(made.tableMetadata()));
    }

    return whole(told(call, table, made));
  }

  private Answer register(Call call) {
    RegisterTableRequest request = call.body(RegisterTableRequest.class);
    CatalogHandlers.namespaceExists(catalog, call.namespace());
    locations.require(request.metadataLocation());
    locations.requireAll(
        ForeignMetadata.ofTable(postgres.files().newInputFile(request.metadataLocation())));

    LoadTableResponse registered =
        CatalogHandlers.registerTable(catalog, call.namespace(), request);
    postgres.keepFolders(locations.foldersOf(registered.tableMetadata()));

    return whole(told(call, TableIdentifier.of(call.namespace(), request.name()), registered));
  }

  private Answer rename(Call call) {
    RenameTableRequest request = call.body(RenameTableRequest.class);
    Call.requireStorable(request.source().namespace());
    Call.requireStorable(request.destination().namespace());
    CatalogHandlers.renameTable(catalog, request);
    signing.ifPresent(routes -> routes.forget(request.source()));

    return Answer.noContent();
  }

  private Answer drop(Call call) {
    if (Boolean.parseBoolean(call.query().get("purgeRequested"))) {
      purge(call.table());
    } else {
      CatalogHandlers.dropTable(catalog, call.table());
    }
    signing.ifPresent(routes -> routes.forget(call.table()));

    return Answer.noContent();
  }

  /**
   * Deletes what lies in the table's own folders. Other files that it names stay: those of a Delta
   * table that was imported in place, for one, are still that table's.
   */
  private void purge(TableIdentifier name) {
    Optional<TableMetadata> last = lastMetadata(name);
    CatalogHandlers.dropTable(catalog, name);
    last.ifPresent(
        metadata ->
            CatalogUtil.dropTableData(locations.confine(postgres.files(), metadata), metadata));
  }

  private Optional<TableMetadata> lastMetadata(TableIdentifier name) {
    try {
      return catalog.loadTable(name) instanceof BaseTable table
          ? Optional.of(table.operations().current())
          : Optional.empty();
    } catch (NotFoundException e) {
      LOG.warn("Table's files are not known, for its metadata is gone table={}", name, e);

      return Optional.empty();
    }
  }

  private Answer commit(Call call) {
    UpdateTableRequest request = call.body(UpdateTableRequest.class);
    locations.requireUpdates(request.updates());
    keepFolders(call.table(), request);

    return whole(CatalogHandlers.updateTable(catalog, call.table(), request));
  }

  /**
   * Before files and metadata part: under another name the table would else seem to have nothing in
   * the folder that it leaves, and whoever may make a table of the old name could have it.
   */
  private void keepFolders(TableIdentifier name, UpdateTableRequest request) {
    if (Locations.mayPart(request)) {
      List<String> folders = new ArrayList<>(Locations.placesIn(request.updates()));
      if (catalog.tableExists(name)) {
        lastMetadata(name).map(locations::foldersOf).ifPresent(folders::addAll);
      }
      postgres.keepFolders(folders);
    }
  }

  /**
   * Every table or none. Tables are taken in one order, so that two such commits never wait for
   * each other.
   */
  private Answer commitTogether(Call call) {
    List<UpdateTableRequest> changes = call.body(CommitTransactionRequest.class).tableChanges();
    for (UpdateTableRequest change : changes) {
      locations.requireUpdates(change.updates());
      keepFolders(change.identifier(), change);
    }
    postgres.together(
        together ->
            changes.stream()
                .sorted(Comparator.comparing(change -> change.identifier().toString()))
                .forEach(
                    change -> CatalogHandlers.updateTable(together, change.identifier(), change)));

    return Answer.noContent();
  }

  /** Taken and dropped: the body was read, so a client's mistake is still found. */
  private Answer report(Call call) {
    call.table();

    return Answer.noContent();
  }

  private LoadTableResponse told(Call call, TableIdentifier table, LoadTableResponse response) {
    return signing.map(routes -> routes.tell(call, table, response)).orElse(response);
  }

  private static Answer whole(LoadTableResponse table) {
    return Answer.of(table, SnapshotMode.ALL.name(), Optional.empty());
  }
}
