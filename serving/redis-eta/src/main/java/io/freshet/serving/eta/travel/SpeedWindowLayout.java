package io.freshet.serving.eta.travel;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;

/** How rolling windows of speeds lie in bytes. */
public final class SpeedWindowLayout extends Layout<SpeedWindow> {
  private static final long serialVersionUID = 1L;

  @Override
  public Class<SpeedWindow> type() {
    return SpeedWindow.class;
  }

  @Override
  public void write(SpeedWindow window, ByteWriter out) {
    out.number(window.newestMinute);
    for (int minute = 0; minute < SpeedWindow.MINUTES; minute++) {
      out.real(window.meters[minute]);
      out.real(window.seconds[minute]);
    }
  }

  @Override
  public SpeedWindow read(ByteReader in, int version) {
    SpeedWindow window = new SpeedWindow();
    window.newestMinute = in.number();
    for (int minute = 0; minute < SpeedWindow.MINUTES; minute++) {
      window.meters[minute] = in.shortReal();
      window.seconds[minute] = in.shortReal();
    }

    return window;
  }

  @Override
  public boolean isImmutable() {
    return false;
  }

  @Override
  public SpeedWindow copy(SpeedWindow window) {
    SpeedWindow copy = new SpeedWindow();
    copy.newestMinute = window.newestMinute;
    copy.meters = window.meters.clone();
    copy.seconds = window.seconds.clone();

    return copy;
  }
}
