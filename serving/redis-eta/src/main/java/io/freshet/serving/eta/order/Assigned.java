package io.freshet.serving.eta.order;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What is remembered of an order to put its steps in order.
 *
 * @param version of the newest step
 * @param dasherId who has the order; null when nobody has
 * @param millis event time of the newest step
 */
@TypeInfo(AssignedLayout.class)
public record Assigned(int version, Long dasherId, long millis) {}
