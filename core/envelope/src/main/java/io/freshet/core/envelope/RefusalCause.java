package io.freshet.core.envelope;

import java.util.Locale;

/** Why a record was refused. The lower-case name is what dead letters carry; it never changes. */
public enum RefusalCause {
  /** Required CloudEvents headers are missing or unreadable. */
  MISSING_ENVELOPE,
  /** The envelope's type is another contract's. */
  WRONG_TYPE,
  /** The record has no key, or an empty one. */
  MISSING_KEY,
  /** No value at all. */
  MISSING_PAYLOAD,
  /** Not the registry's wire format: no magic byte or schema id. */
  NOT_WIRE_FORMAT,
  /** The registry has no schema of that id. */
  UNKNOWN_SCHEMA,
  /** The schema exists but can't be resolved to the contract's. */
  INCOMPATIBLE_SCHEMA,
  /** The bytes don't follow their schema. */
  UNDECODABLE,
  /** A value that the contract does not allow. */
  INVALID_VALUE,
  /** Event time too far ahead of received time. */
  TOO_FAR_AHEAD,
  /** Event time too far behind received time. */
  TOO_FAR_BEHIND,
  /** More bytes than the stream takes; known before the broker only. */
  TOO_LARGE,
  /** An event of the contract that no row of a file can hold; known to the table's writer only. */
  WRITE_FAILED,
  /** A text that should be JSON and is none; known only where events arrive as JSON. */
  MALFORMED_JSON,
  /** Data in a format that is not read where it arrived. */
  UNSUPPORTED_MEDIA_TYPE,
  /** The type names no contract that takes events where this one arrived. */
  UNKNOWN_CONTRACT;

  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
