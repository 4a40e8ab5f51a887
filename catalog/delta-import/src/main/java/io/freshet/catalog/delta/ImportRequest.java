package io.freshet.catalog.delta;

import io.freshet.catalog.delta.act.Importer.Verified;
import io.freshet.catalog.delta.plan.ImportPlan.Placements;
import io.freshet.catalog.delta.source.Location;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.Locale;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * What is asked for.
 *
 * @param versions the newest so many become snapshots
 */
record ImportRequest(
    Location source,
    TableIdentifier target,
    int versions,
    Placements placements,
    Verified verified) {
  private static final String NAMESPACE = "raw";

  ImportRequest {
    if (versions < 1) {
      throw new FreshetException(
          Fault.CALLER, "--history is %d; it must be 1 or more".formatted(versions));
    }
  }

  /**
   * @param wanted as {@code raw.trips}; empty for {@code raw} and the folder's name
   */
  static TableIdentifier target(String wanted, Location source) {
    String name = wanted.isEmpty() ? NAMESPACE + '.' + derived(source) : wanted;
    if (!name.matches("[a-z0-9_]+\\.[a-z0-9_]+")) {
      throw new FreshetException(
          Fault.CALLER,
          "%s is no table; write namespace.name, in lower case, with --as".formatted(name));
    }

    return TableIdentifier.parse(name);
  }

  private static String derived(Location source) {
    return source
        .name()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "_")
        .replaceAll("^_|_$", "");
  }
}
