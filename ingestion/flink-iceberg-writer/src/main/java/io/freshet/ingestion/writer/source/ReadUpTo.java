package io.freshet.ingestion.writer.source;

import java.util.HashMap;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.kafka.common.TopicPartition;

/**
 * A reader tells what a completed checkpoint covers of its partitions: everything below these
 * offsets has been handed on.
 */
record ReadUpTo(HashMap<TopicPartition, Long> ends) implements SourceEvent {}
