package io.freshet.cli.chaos;

/**
 * A step of an order, as a client was told of it, as Postgres has it or as its event says.
 *
 * @param version from 1
 */
record OrderStep(long order, int version, String state) implements Comparable<OrderStep> {
  @Override
  public int compareTo(OrderStep other) {
    int byOrder = Long.compare(order, other.order);

    return byOrder == 0 ? Integer.compare(version, other.version) : byOrder;
  }
}
