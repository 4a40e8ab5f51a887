package io.freshet.warehouse.trino.view;

import io.freshet.core.contract.Change;
import io.freshet.core.lake.Namespaces;
import java.util.Optional;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.View;

/** Makes and adjusts views in the lake's catalog. Safe to run again; needs no Trino. */
public final class ViewProvisioner {
  private static final String DIALECT = "trino";
  private static final String COMMENT = "comment";

  private final Catalog catalog;
  private final ViewCatalog views;

  /**
   * Takes a catalog that knows views, as every REST catalog does.
   *
   * @throws ClassCastException for one that does not
   */
  public ViewProvisioner(Catalog catalog) {
    this.catalog = catalog;
    this.views = (ViewCatalog) catalog;
  }

  /** What would have to change; runs nothing. */
  public Change plan(LakeView wanted) {
    String resource = "view " + wanted.name();
    if (!views.viewExists(wanted.name())) {
      return new Change(
          Change.Action.CREATE,
          resource,
          "%d columns".formatted(wanted.columns().size()),
          () -> put(wanted));
    }
    Optional<String> difference = difference(views.loadView(wanted.name()), wanted);

    return difference
        .map(what -> new Change(Change.Action.UPDATE, resource, what, () -> put(wanted)))
        .orElse(Change.none(resource));
  }

  /** Takes it away, if it is there. */
  public Change planRemoval(LakeView unwanted) {
    String resource = "view " + unwanted.name();

    return views.viewExists(unwanted.name())
        ? new Change(
            Change.Action.DELETE,
            resource,
            "no data of its own",
            () -> views.dropView(unwanted.name()))
        : Change.none(resource);
  }

  private static Optional<String> difference(View view, LakeView wanted) {
    SQLViewRepresentation sql = view.sqlFor(DIALECT);
    if (sql == null || !sql.sql().equals(wanted.sql())) {
      return Optional.of("another query");
    }
    if (!TypeUtil.assignIncreasingFreshIds(view.schema())
        .asStruct()
        .equals(wanted.schema().asStruct())) {
      return Optional.of("other columns or descriptions");
    }
    if (!wanted.comment().equals(view.properties().get(COMMENT))) {
      return Optional.of("another comment");
    }

    return Optional.empty();
  }

  private void put(LakeView wanted) {
    Namespaces.ensure(catalog, wanted.name().namespace());
    views
        .buildView(wanted.name())
        .withSchema(wanted.schema())
        .withQuery(DIALECT, wanted.sql())
        .withDefaultCatalog("lake")
        .withDefaultNamespace(wanted.name().namespace())
        .withProperty(COMMENT, wanted.comment())
        .createOrReplace();
  }
}
