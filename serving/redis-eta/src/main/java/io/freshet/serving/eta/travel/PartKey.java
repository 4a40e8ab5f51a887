package io.freshet.serving.eta.travel;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/** One part of one market: a cell, an area or {@link Cells#WHOLE_MARKET}. */
@TypeInfo(PartKeyLayout.class)
public record PartKey(String market, long cell) {
  public static PartKey of(Hop hop) {
    return new PartKey(hop.market(), hop.cell());
  }

  public static PartKey of(CellSpeed speed) {
    return new PartKey(speed.market(), speed.cell());
  }
}
