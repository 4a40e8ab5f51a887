package io.freshet.serving.view;

import java.util.Map;
import java.util.Optional;

/**
 * What Redis shows of the events that a search has found.
 *
 * @param events by where they lie in their topic
 * @param failure why nothing further is known
 */
public record RedisFindings(Map<Spot, ServedEvent> events, Optional<String> failure) {
  public RedisFindings {
    events = Map.copyOf(events);
  }

  /** A place in a topic. */
  public record Spot(int partition, long offset) {}

  /** Of a search that looked for none in Redis. */
  public static RedisFindings none() {
    return new RedisFindings(Map.of(), Optional.empty());
  }

  /** Of one that was to look there and could not. */
  public static RedisFindings unread(String why) {
    return new RedisFindings(Map.of(), Optional.of(why));
  }

  public Optional<ServedEvent> at(int partition, long offset) {
    return Optional.ofNullable(events.get(new Spot(partition, offset)));
  }
}
