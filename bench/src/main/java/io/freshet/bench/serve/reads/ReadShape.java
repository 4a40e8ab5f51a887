package io.freshet.bench.serve.reads;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.serve.LiveOrder;
import io.freshet.bench.serve.OrderTokens;
import io.freshet.bench.wrk.Requests.Request;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** How many orders a request asks for. */
enum ReadShape {
  BATCH_OF_100("batch of 100", 100, 200),
  BATCH_OF_10("batch of 10", 10, 1000),
  SINGLE("single", 1, 5000);

  static final String BATCH_PATH = "/orders:batch";

  private static final long SEED = 1;

  private final String title;
  private final int orders;
  private final int requests;

  /**
   * @param requests different ones, sent by turns
   */
  ReadShape(String title, int orders, int requests) {
    this.title = title;
    this.orders = orders;
    this.requests = requests;
  }

  String title() {
    return title;
  }

  int orders() {
    return orders;
  }

  /**
   * The same each time.
   *
   * @param key of services
   */
  List<Request> requests(OrderTokens tokens, String key) {
    Random random = new Random(SEED);

    return IntStream.range(0, requests)
        .mapToObj(i -> request(ReadOrders.some(orders, random), tokens, key))
        .toList();
  }

  private static Request request(List<LiveOrder> orders, OrderTokens tokens, String key) {
    if (orders.size() == 1) {
      LiveOrder order = orders.get(0);

      return Request.get(order.path(), tokens.of(order));
    }

    return Request.post(BATCH_PATH, key, batch(orders));
  }

  /** What a service sends to read these. */
  static String batch(List<LiveOrder> orders) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode asked = body.putArray("orders");
    orders.forEach(
        order -> asked.addObject().put("market", order.market()).put("order_id", order.orderId()));

    return body.toString();
  }
}
