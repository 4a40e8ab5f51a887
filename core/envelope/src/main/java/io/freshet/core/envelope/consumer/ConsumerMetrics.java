package io.freshet.core.envelope.consumer;

/**
 * What a consumer has done since its start.
 *
 * @param handled events that the handler is done with
 * @param retries attempts that failed and were or will be made again
 * @param handedOff events that became dead letters after the last attempt
 * @param unkept of these, those that are too large even for the stream of dead letters
 * @param refused records that are no events of their contract; the table's writer keeps them
 * @param tests events that were left out because they are tests
 * @param waitingPartitions that stand behind an event which is to be tried again
 * @param lag records behind the last one taken, in the partitions of this process
 */
public record ConsumerMetrics(
    long handled,
    long retries,
    long handedOff,
    long unkept,
    long refused,
    long tests,
    int waitingPartitions,
    long lag) {}
