package io.freshet.catalog.protocol;

import io.freshet.catalog.access.Action;
import io.freshet.catalog.access.Right;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.iceberg.MetadataTableType;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.UpdateRequirement.AssertTableDoesNotExist;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.rest.requests.CommitTransactionRequest;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.CreateViewRequest;
import org.apache.iceberg.rest.requests.RegisterTableRequest;
import org.apache.iceberg.rest.requests.RegisterViewRequest;
import org.apache.iceberg.rest.requests.RenameTableRequest;
import org.apache.iceberg.rest.requests.UpdateNamespacePropertiesRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;

/**
 * Which scopes each operation needs. Besides what it does: where files lie is the catalog's to say,
 * and an administrator's, or whoever may make a table could make it over the files of others.
 */
final class Guards {
  private static final String PLACES = ", as it says where files lie";

  /** What says how a table or view is, and nothing of its rows. */
  private static final Set<Class<? extends MetadataUpdate>> OF_SHAPE =
      Set.of(
          MetadataUpdate.AddSchema.class,
          MetadataUpdate.SetCurrentSchema.class,
          MetadataUpdate.AddSortOrder.class,
          MetadataUpdate.SetDefaultSortOrder.class,
          MetadataUpdate.SetProperties.class,
          MetadataUpdate.AddViewVersion.class,
          MetadataUpdate.SetCurrentViewVersion.class);

  /** What is said so of a new one alone. */
  private static final Set<Class<? extends MetadataUpdate>> OF_NEW_SHAPE =
      Set.of(
          MetadataUpdate.AssignUUID.class,
          MetadataUpdate.UpgradeFormatVersion.class,
          MetadataUpdate.AddPartitionSpec.class,
          MetadataUpdate.SetDefaultPartitionSpec.class,
          MetadataUpdate.SetLocation.class);

  private final Locations locations;
  private final Predicate<String> isTaken;

  /**
   * @param isTaken whether a table lies in that folder already
   */
  Guards(Locations locations, Predicate<String> isTaken) {
    this.locations = locations;
    this.isTaken = isTaken;
  }

  /** Whoever may come in; what they are told depends on their scopes. */
  static void anyone(Call call) {}

  void seesNamespace(Call call) {
    call.require(Right.toSee(call.namespace()), "");
  }

  void makesNamespace(Call call) {
    CreateNamespaceRequest request = call.body(CreateNamespaceRequest.class);
    call.require(Right.toMake(request.namespace()), "");
    requireNoPlace(call, request.properties());
  }

  void changesNamespace(Call call) {
    call.require(Right.to(Action.CREATE, call.namespace()), "");
    requireNoPlace(call, call.body(UpdateNamespacePropertiesRequest.class).updates());
  }

  void dropsNamespace(Call call) {
    call.require(Right.to(Action.CREATE, call.namespace()), "");
  }

  /**
   * Clients ask for {@code raw.pings.files} as if it were a table of its own, and look for the
   * table {@code raw.pings} when it is not there.
   */
  void readsTable(Call call) {
    TableIdentifier table = call.table();
    Right right = Right.toLoad(table);
    if (!right.isHeldBy(call.caller().scopes())
        && MetadataTableType.from(table.name()) != null
        && table.namespace().length() > 1
        && Right.toLoad(owner(table.namespace())).isHeldBy(call.caller().scopes())) {
      throw new NoSuchTableException("Table does not exist: %s", table);
    }
    call.require(right, "");
  }

  void readsView(Call call) {
    call.require(Right.toLoad(call.view()), "");
  }

  void makesTable(Call call) {
    CreateTableRequest request = call.body(CreateTableRequest.class);
    call.require(Right.toMake(named(call, request.name())), "");
    requireNoPlace(call, Optional.ofNullable(request.location()));
    requireNoPlace(call, request.properties());
  }

  void makesView(Call call) {
    CreateViewRequest request = call.body(CreateViewRequest.class);
    call.require(Right.toMake(named(call, request.name())), "");
    requireNoPlace(call, Optional.ofNullable(request.location()));
    requireNoPlace(call, request.properties());
  }

  void registersTable(Call call) {
    RegisterTableRequest request = call.body(RegisterTableRequest.class);
    call.require(Right.to(Action.CREATE, named(call, request.name())), "");
    call.require(Right.toAll(), PLACES);
  }

  void registersView(Call call) {
    RegisterViewRequest request = call.body(RegisterViewRequest.class);
    call.require(Right.to(Action.CREATE, named(call, request.name())), "");
    call.require(Right.toAll(), PLACES);
  }

  /** A rename must not give its caller more than they had. */
  void renames(Call call) {
    RenameTableRequest request = call.body(RenameTableRequest.class);
    call.require(Right.to(Action.CREATE, request.source()), "");
    call.require(Right.to(Action.CREATE, request.destination()), "");
    for (Action action : List.of(Action.READ, Action.WRITE, Action.MAINTAIN)) {
      if (call.caller().scopes().allow(action, request.destination())) {
        call.require(
            Right.to(action, request.source()),
            ", which it has of %s".formatted(request.destination()));
      }
    }
  }

  void dropsTable(Call call) {
    call.require(Right.to(Action.CREATE, call.table()), "");
    if (Boolean.parseBoolean(call.query().get("purgeRequested"))) {
      call.require(Right.to(Action.MAINTAIN, call.table()), ", as a purge deletes files");
    }
  }

  void dropsView(Call call) {
    call.require(Right.to(Action.CREATE, call.view()), "");
  }

  void commitsTable(Call call) {
    requireCommit(call, call.table(), call.body(UpdateTableRequest.class));
  }

  void commitsView(Call call) {
    requireCommit(call, call.view(), call.body(UpdateTableRequest.class));
  }

  void commitsTogether(Call call) {
    for (UpdateTableRequest change : call.body(CommitTransactionRequest.class).tableChanges()) {
      Call.requireStorable(change.identifier().namespace());
      requireCommit(call, change.identifier(), change);
    }
  }

  private void requireCommit(Call call, TableIdentifier object, UpdateTableRequest request) {
    boolean isNew =
        request.requirements().stream().anyMatch(AssertTableDoesNotExist.class::isInstance);
    if (isNew) {
      call.require(Right.toMake(object), "");
    }
    call.require(
        request.updates().stream().allMatch(update -> isOfShape(update, isNew))
            ? Right.toShape(object)
            : Right.to(Action.WRITE, object),
        "");
    for (MetadataUpdate update : request.updates()) {
      if (update instanceof MetadataUpdate.RemoveSnapshots
          || update instanceof MetadataUpdate.RemoveSnapshotRef) {
        call.require(Right.to(Action.MAINTAIN, object), ", as it takes from the table's history");
      } else if (update instanceof MetadataUpdate.SetProperties set) {
        requireNoPlace(call, set.updated());
      } else if (update instanceof MetadataUpdate.RemoveProperties removal) {
        requireNoPlace(call, removal.removed());
      } else if (update instanceof MetadataUpdate.SetLocation set) {
        if (!isNew) {
          call.require(Right.toAll(), PLACES);
        } else if (!call.caller().scopes().isAdmin()) {
          requireOwnPlace(object, set.location());
        }
      }
    }
  }

  private static boolean isOfShape(MetadataUpdate update, boolean isNew) {
    return OF_SHAPE.contains(update.getClass())
        || (isNew && OF_NEW_SHAPE.contains(update.getClass()));
  }

  /** Who makes a table in two steps says the place that the first one has answered. */
  private void requireOwnPlace(TableIdentifier table, String location) {
    if (!locations.isOfNew(table, location) || isTaken.test(location)) {
      throw new ForbiddenException(
          "%s is no place that this catalog has given to a new table %s; another one needs the"
              + " scope admin",
          location, table);
    }
  }

  private static void requireNoPlace(Call call, Map<String, String> properties) {
    if (properties != null) {
      requireNoPlace(call, properties.keySet());
    }
  }

  private static void requireNoPlace(Call call, Set<String> properties) {
    if (Locations.namesAPlace(properties)) {
      call.require(Right.toAll(), PLACES);
    }
  }

  private static void requireNoPlace(Call call, Optional<String> location) {
    if (location.isPresent()) {
      call.require(Right.toAll(), PLACES);
    }
  }

  private static TableIdentifier named(Call call, String name) {
    return TableIdentifier.of(call.namespace(), name);
  }

  private static TableIdentifier owner(Namespace levels) {
    return TableIdentifier.of(levels.levels());
  }
}
