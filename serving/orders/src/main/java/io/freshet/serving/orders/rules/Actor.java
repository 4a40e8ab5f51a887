package io.freshet.serving.orders.rules;

/**
 * Who does something to an order. Whoever has the service's token vouches for it.
 *
 * @param id of a customer, restaurant or dasher the number that orders have; else any name
 */
public record Actor(ActorKind kind, String id) {
  boolean is(long number) {
    return id.equals(Long.toString(number));
  }

  @Override
  public String toString() {
    return kind.code() + " " + id;
  }
}
