package io.freshet.ingestion.writer.source;

import org.apache.flink.api.connector.source.SourceEvent;

/** Readers are not to read on in a topic: its table takes nothing. */
record Park(String topic) implements SourceEvent {}
