package io.freshet.core.envelope;

/** The record headers of the CloudEvents Kafka protocol binding, binary content mode. */
final class EnvelopeHeaders {
  /** Before the name of every attribute but one. */
  static final String PREFIX = "ce_";

  static final String SPEC_VERSION = "ce_specversion";
  static final String ID = "ce_id";
  static final String SOURCE = "ce_source";
  static final String TYPE = "ce_type";
  static final String TIME = "ce_time";
  static final String DATA_SCHEMA = "ce_dataschema";

  /** The attribute {@code datacontenttype}; the only one without the prefix. */
  static final String CONTENT_TYPE = "content-type";

  static final String SPEC_VERSION_1_0 = "1.0";
  static final String AVRO = "application/avro";

  /** Media types that begin so hold the whole event in the value: structured mode. */
  static final String STRUCTURED_PREFIX = "application/cloudevents";

  private EnvelopeHeaders() {}
}
