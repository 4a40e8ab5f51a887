package io.freshet.assurance.probe;

/** What became of one test event. */
public sealed interface Fate permits NotLogged, Probed {
  /** By its contract's name. */
  String stream();
}
