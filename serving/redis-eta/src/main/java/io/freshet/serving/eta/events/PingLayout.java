package io.freshet.serving.eta.events;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;
import io.freshet.serving.eta.travel.PlaceBytes;

/** How pings lie in bytes. */
public final class PingLayout extends Layout<Ping> {
  private static final long serialVersionUID = 1L;

  @Override
  public Class<Ping> type() {
    return Ping.class;
  }

  @Override
  public void write(Ping ping, ByteWriter out) {
    out.name(ping.market());
    out.number(ping.dasherId());
    out.optional(ping.orderId());
    PlaceBytes.write(ping.fix(), out);
    out.number(ping.waitedMillis());
  }

  @Override
  public Ping read(ByteReader in, int version) {
    return new Ping(in.name(), in.number(), in.optional(), PlaceBytes.fix(in), in.number());
  }
}
