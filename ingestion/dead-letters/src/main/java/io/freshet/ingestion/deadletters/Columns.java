package io.freshet.ingestion.deadletters;

/** The columns of the contract {@code dead_letters} that are asked for by name. */
final class Columns {
  static final String CONTRACT = "contract";
  static final String CAUSE = "cause";
  static final String DETAIL = "detail";

  /** When the refused record was received. */
  static final String EVENT_TIME = "event_time";

  static final String ORIGIN_SOURCE = "origin_source";
  static final String ORIGIN_TOPIC = "origin_topic";
  static final String ORIGIN = "origin";
  static final String PAYLOAD = "payload";
  static final String RECORD_KEY = "record_key";
  static final String HEADERS = "headers";

  private Columns() {}
}
