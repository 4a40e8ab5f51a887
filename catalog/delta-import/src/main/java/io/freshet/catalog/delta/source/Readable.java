package io.freshet.catalog.delta.source;

import io.delta.kernel.Snapshot;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.Set;
import java.util.TreeSet;

/** Which table features may be in a log for its files to say all. */
final class Readable {
  private static final Set<String> FEATURES =
      Set.of(
          "columnMapping",
          "deletionVectors",
          "timestampNtz",
          "typeWidening",
          "typeWidening-preview",
          "v2Checkpoint",
          "vacuumProtocolCheck",
          // These speak of columns, which are refused by their types.
          "variantType",
          "variantType-preview",
          "variantShredding",
          "variantShredding-preview",
          "geospatial");

  private Readable() {}

  /**
   * The snapshot itself.
   *
   * @throws FreshetException for a feature that is not known, and one whose commits another catalog
   *     holds ({@code catalogManaged})
   */
  static Snapshot require(Snapshot snapshot) {
    Set<String> unknown = new TreeSet<>(snapshot.getProtocol().getReaderFeatures());
    unknown.removeAll(FEATURES);
    if (!unknown.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "The Delta table at %s needs what can't be imported: %s"
              .formatted(snapshot.getPath(), String.join(", ", unknown)));
    }

    return snapshot;
  }
}
