package io.freshet.serving.orders.store;

import io.freshet.serving.orders.rules.Verdict;

/**
 * What became of a request to write.
 *
 * @param <T> what is written
 */
public sealed interface Outcome<T> {
  /** It is done and will stay. */
  record Made<T>(T written) implements Outcome<T> {}

  /** The same request did it before; what it was told then. */
  record Repeated<T>(T written) implements Outcome<T> {}

  /** Another request had the same key. */
  record KeyReused<T>() implements Outcome<T> {}

  /** There is no such order. */
  record UnknownOrder<T>() implements Outcome<T> {}

  /** The order has made other steps than its client knows of. */
  record Stale<T>(Order now) implements Outcome<T> {}

  /** It can't have happened then. */
  record Untimely<T>(String problem) implements Outcome<T> {}

  /**
   * The rules are against it.
   *
   * @param version of the order that they looked at; 0 of one that is not there yet
   */
  record Refused<T>(Verdict.Refused verdict, int version) implements Outcome<T> {}
}
