package io.freshet.console.rows;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.query.QueryLimits;
import io.freshet.warehouse.trino.query.TrinoAccess;
import io.freshet.warehouse.trino.query.TrinoClient;
import java.util.List;
import java.util.Optional;

/**
 * Opens Trino as the console's user, and only where Trino gives that user the one role that the
 * console says it shows: masks and row filters are Trino's, and follow from it. Thread-safe.
 */
public final class RoleConnection {
  private final Viewer viewer;
  private final Optional<TrinoAccess> access;

  public RoleConnection(Viewer viewer, Optional<TrinoAccess> access) {
    this.viewer = viewer;
    this.access = access;
  }

  /**
   * A client for questions within limits, to be closed.
   *
   * @throws FreshetException when Trino is away, or gives the user more, less or another role
   */
  public TrinoClient open(QueryLimits limits) {
    return checked(TrinoClient.open(access(), limits));
  }

  /** The same; Trino notes beside each query for whom it is asked. */
  public TrinoClient openFor(String person, QueryLimits limits) {
    return checked(TrinoClient.openFor(person, access(), limits));
  }

  private TrinoAccess access() {
    return access.orElseThrow(
        () ->
            new FreshetException(
                Fault.CALLER, "No Trino is named; trino.host in the profile names one"));
  }

  private TrinoClient checked(TrinoClient client) {
    boolean isTheirs = false;
    try {
      requireRole(viewer, client.groups());
      isTheirs = true;

      return client;
    } finally {
      if (!isTheirs) {
        client.close();
      }
    }
  }

  /** One role and no team: a team may write in its scratch schema. */
  static void requireRole(Viewer viewer, List<String> groups) {
    if (!groups.equals(List.of(viewer.role()))) {
      throw new FreshetException(
          Fault.CALLER,
          "Trino gives the user %s %s, and console.role is %s: no rows are read until they agree. "
                  .formatted(viewer.user(), told(groups), viewer.role())
              + "./freshet token %s --role %s gives that role"
                  .formatted(viewer.user(), viewer.role()));
    }
  }

  private static String told(List<String> groups) {
    return groups.isEmpty() ? "no role" : "the roles and teams " + String.join(", ", groups);
  }
}
