package io.freshet.serving.eta.supply;

/** What is known of somebody, as long as a minute may ask for it. */
interface Trail {
  /** Forgets what no minute from that one on needs; false when there was nothing to forget. */
  boolean forgetBefore(long minute);

  boolean isEmpty();
}
