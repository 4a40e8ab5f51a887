package io.freshet.serving.eta.dasher;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/** One dasher of one market. */
@TypeInfo(DasherKeyLayout.class)
public record DasherKey(String market, long dasherId) {}
