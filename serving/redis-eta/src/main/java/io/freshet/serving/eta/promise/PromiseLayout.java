package io.freshet.serving.eta.promise;

import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.layout.Layout;

/** How what a customer has been told lies in bytes. */
public final class PromiseLayout extends Layout<Promise> {
  private static final long serialVersionUID = 1L;

  @Override
  public Class<Promise> type() {
    return Promise.class;
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public void write(Promise promise, ByteWriter out) {
    promise.write(out);
  }

  @Override
  public Promise read(ByteReader in, int version) {
    return Promise.read(in, version);
  }

  @Override
  public boolean isImmutable() {
    return false;
  }

  @Override
  public Promise copy(Promise promise) {
    return promise.copy();
  }
}
