package io.freshet.serving.eta.supply;

import org.apache.flink.api.common.state.MapState;

/** Trails of the market whose key is current. */
record StateTrails<T extends Trail>(MapState<Long, T> state) implements Trails<T> {
  @Override
  public T of(long id) throws Exception {
    return state.get(id);
  }

  @Override
  public void keep(long id, T trail) throws Exception {
    state.put(id, trail);
  }

  @Override
  public void drop(long id) throws Exception {
    state.remove(id);
  }
}
