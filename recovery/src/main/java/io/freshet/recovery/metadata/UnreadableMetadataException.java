package io.freshet.recovery.metadata;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** A file bears the name of a metadata file and is none, or was cut off. */
final class UnreadableMetadataException extends FreshetException {
  private static final long serialVersionUID = 1L;

  UnreadableMetadataException(String location, Throwable cause) {
    super(
        Fault.CALLER,
        "%s is no metadata that Iceberg can read: %s".formatted(location, cause.getMessage()),
        cause);
  }
}
