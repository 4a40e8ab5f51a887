package io.freshet.ingestion.writer.source;

import org.apache.flink.api.connector.source.SourceEvent;

/** Readers are to hand on that a topic's table has another contract than when the job began. */
record Follow(String topic) implements SourceEvent {}
