package io.freshet.serving.eta.supply;

/** The trails of a market's dashers or orders, wherever they are kept. */
interface Trails<T extends Trail> {
  /** Null for somebody of whom nothing is known. */
  T of(long id) throws Exception;

  void keep(long id, T trail) throws Exception;

  void drop(long id) throws Exception;
}
