package io.freshet.lineage.graph;

/** Which way from a dataset. */
public enum Direction {
  /** To what it is made from. */
  UPSTREAM,
  /** To what is made from it. */
  DOWNSTREAM
}
