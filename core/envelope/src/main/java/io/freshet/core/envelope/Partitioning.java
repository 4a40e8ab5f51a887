package io.freshet.core.envelope;

import org.apache.kafka.common.utils.Utils;

/**
 * Chooses an event's partition: the partition key picks the first of {@code spread} neighbouring
 * partitions, the entity key picks one of them. So a big partition key is no hot partition, and one
 * entity's events stay in one partition, in order. Hashes are Kafka's own (murmur2).
 */
record Partitioning(int partitions, int spread) {
  int partition(byte[] partitionKey) {
    return positiveHash(partitionKey) % partitions;
  }

  int partition(byte[] partitionKey, byte[] entityKey) {
    return (partition(partitionKey) + positiveHash(entityKey) % spread) % partitions;
  }

  private static int positiveHash(byte[] bytes) {
    return Utils.toPositive(Utils.murmur2(bytes));
  }
}
