package io.freshet.catalog.delta.source;

import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.exceptions.UnsupportedProtocolVersionException;
import io.delta.kernel.exceptions.UnsupportedTableFeatureException;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.FileNotFoundException;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** Says of what Delta Kernel throws whose fault it is, and what to do. */
final class KernelFailures {
  /** Of a client that is found by name at run time. */
  private static final String STORE_ANSWERS = "software.amazon.awssdk.services.s3.";

  /** The feature of tables whose newest commits a catalog holds; Kernel asks it for them. */
  private static final String CATALOG_MANAGED = "catalogManaged";

  private KernelFailures() {}

  static <T> T explained(Location location, Callable<T> read) {
    try {
      return read.call();
    } catch (Exception e) {
      throw explain(location, e);
    }
  }

  static FreshetException explain(Location location, Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FreshetException known) {
        return known;
      }
      if (cause instanceof TableNotFoundException) {
        return refused("No Delta table is at %s: it has no commit in _delta_log", location, cause);
      }
      if (cause instanceof UnsupportedTableFeatureException unsupported) {
        return refused(
            "The Delta table at %%s needs what can't be imported: %s"
                .formatted(String.join(", ", new TreeSet<>(unsupported.getUnsupportedFeatures()))),
            location,
            cause);
      }
      if (cause instanceof UnsupportedProtocolVersionException protocol) {
        return refused(
            "The Delta table at %%s is of protocol version %d; 3 is the newest that can be imported"
                .formatted(protocol.getVersion()),
            location,
            cause);
      }
      if (LakeFailures.reason(cause).contains(CATALOG_MANAGED)) {
        return refused(
            "The Delta table at %%s needs what can't be imported: %s".formatted(CATALOG_MANAGED),
            location,
            cause);
      }
      if (cause instanceof FileNotFoundException) {
        return refused(
            "The Delta table at %%s lacks the file %s".formatted(escaped(cause)), location, cause);
      }
    }
    if (failure instanceof KernelException) {
      return refused(
          "The Delta table at %%s can't be read: %s".formatted(escaped(failure)),
          location,
          failure);
    }

    return new FreshetException(
        saysTheStore(failure) ? Fault.CALLER : LakeFailures.fault(failure),
        "The Delta table at %s can't be read: %s; check the path, and that the keys may read it"
            .formatted(location, LakeFailures.reason(deepest(failure))),
        failure);
  }

  /** The store answered, and would answer the same again: no such bucket, no right to read it. */
  private static boolean saysTheStore(Throwable failure) {
    return deepest(failure).getClass().getName().startsWith(STORE_ANSWERS);
  }

  private static String escaped(Throwable failure) {
    return LakeFailures.reason(failure).replace("%", "%%");
  }

  private static Throwable deepest(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }

    return deepest;
  }

  private static FreshetException refused(String text, Location location, Throwable cause) {
    return new FreshetException(Fault.CALLER, text.formatted(location), cause);
  }
}
