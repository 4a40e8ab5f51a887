package io.freshet.serving.eta.travel;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A stretch that was travelled between two pings, as it counts for one part of a market.
 *
 * @param cell the part: an H3 cell, or {@link Cells#WHOLE_MARKET}
 * @param millis event time at its end
 */
@TypeInfo(HopLayout.class)
public record Hop(String market, long cell, long millis, double meters, double seconds) {}
