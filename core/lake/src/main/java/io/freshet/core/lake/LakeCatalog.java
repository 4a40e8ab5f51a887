package io.freshet.core.lake;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.rest.RESTCatalog;

/** Opens the Iceberg REST catalog that the settings name, whoever's it is. */
public final class LakeCatalog {
  private LakeCatalog() {}

  /** The caller closes it; Iceberg's catalogs are {@link AutoCloseable} behind the interface. */
  public static Catalog open(LakeSettings settings) {
    try {
      RESTCatalog catalog = new RESTCatalog(CatalogClient::of);
      catalog.initialize("lake", settings.icebergProperties());

      return catalog;
    } catch (NotAuthorizedException | ForbiddenException e) {
      throw new FreshetException(
          Fault.CALLER,
          "The catalog at %s does not accept the token; check %s: %s"
              .formatted(settings.uri(), settings.login().key(), e.getMessage()),
          e);
    } catch (BadRequestException e) {
      throw new FreshetException(
          Fault.CALLER,
          "The catalog at %s refuses how it is asked; check %s and catalog.warehouse: %s"
              .formatted(settings.uri(), settings.login().key(), e.getMessage()),
          e);
    } catch (RESTException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "The catalog at %s does not answer: %s"
              .formatted(
                  settings.uri(),
                  LakeFailures.reason(e.getCause() instanceof IOException met ? met : e)),
          e);
    }
  }

  /** The table; refuses with what to do when it is not there. */
  public static Table require(Catalog catalog, TableIdentifier name) {
    try {
      return catalog.loadTable(name);
    } catch (NoSuchTableException e) {
      throw new FreshetException(
          Fault.CALLER, "Table %s does not exist; run: freshet contract apply".formatted(name), e);
    } catch (RESTException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "The catalog does not tell of table %s: %s".formatted(name, LakeFailures.reason(e)),
          e);
    }
  }
}
