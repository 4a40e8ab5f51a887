package io.freshet.console.reading;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is known of something, since when, and why it is not known better.
 *
 * @param value empty while it was never read
 * @param at when the value was read
 * @param failure why the newest attempt brought nothing
 */
public record Reading<T>(Optional<T> value, Optional<Instant> at, Optional<String> failure) {
  public static <T> Reading<T> of(T value, Instant at) {
    return new Reading<>(Optional.of(value), Optional.of(at), Optional.empty());
  }

  /** Of something that is being read for the first time. */
  public static <T> Reading<T> pending() {
    return new Reading<>(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** What follows from it, known as well and as long as it is. */
  public <R> Reading<R> map(Function<? super T, R> rule) {
    return new Reading<>(value.map(rule), at, failure);
  }

  /** The same value, which is no longer sure to hold. */
  Reading<T> failed(String why) {
    return new Reading<>(value, at, Optional.of(why));
  }

  public boolean isPending() {
    return value.isEmpty() && failure.isEmpty();
  }
}
