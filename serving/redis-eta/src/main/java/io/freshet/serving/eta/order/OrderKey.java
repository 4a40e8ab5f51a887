package io.freshet.serving.eta.order;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/** One order of one market. */
@TypeInfo(OrderKeyLayout.class)
public record OrderKey(String market, long orderId) {}
