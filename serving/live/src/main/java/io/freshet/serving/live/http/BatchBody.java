package io.freshet.serving.live.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.freshet.serving.live.order.OrderKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a service asks for by {@code {"orders": [{"market": "oslo", "order_id": 17}, …]}}, read
 * token by token: a tree of hundreds of orders would cost more than reading these from Redis.
 */
final class BatchBody {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String NO_MARKET = "";
  private static final long NO_ORDER = -1;

  private final JsonParser parser;
  private final int maxOrders;
  private final List<OrderKey> orders = new ArrayList<>();
  private boolean isList;
  private int count;
  private int firstWrong;
  private String goodMarket = NO_MARKET;

  private BatchBody(JsonParser parser, int maxOrders) {
    this.parser = parser;
    this.maxOrders = maxOrders;
  }

  /** Orders, or why there are none. */
  record Read(List<OrderKey> orders, Optional<Problem> problem) {
    static Read of(Problem problem) {
      return new Read(List.of(), Optional.of(problem));
    }
  }

  static Read read(byte[] body, int maxOrders) {
    try (JsonParser parser = JSON.createParser(body)) {
      BatchBody batch = new BatchBody(parser, maxOrders);
      batch.readAll();

      return batch
          .problem()
          .map(Read::of)
          .orElseGet(() -> new Read(batch.orders, Optional.empty()));
    } catch (JsonProcessingException e) {
      return Read.of(Problem.of(400, "malformed_json", e.getOriginalMessage()));
    } catch (IOException e) {
      return Read.of(Problem.of(400, "malformed_json", e.getMessage()));
    }
  }

  private Optional<Problem> problem() {
    if (!isList) {
      return Optional.of(
          Problem.of(
              422, "invalid_value", "Send {\"orders\": [{\"market\": \"…\", \"order_id\": 17}]}"));
    }
    if (count > maxOrders) {
      return Optional.of(
          Problem.of(
              413,
              "too_many_orders",
              "There are %d orders; live.max-batch-orders allows %d".formatted(count, maxOrders)));
    }

    return firstWrong == count
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                422,
                "invalid_value",
                "#/orders/%d is no order: a market and a whole order_id are wanted"
                    .formatted(firstWrong)));
  }

  /** To its end: what is behind a mistake may be no JSON at all. */
  private void readAll() throws IOException {
    if (parser.nextToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        boolean isOrders = parser.currentName().equals("orders");
        boolean isArray = parser.nextToken() == JsonToken.START_ARRAY;
        if (isOrders && isArray) {
          readList();
        } else {
          isList &= !isOrders;
          parser.skipChildren();
        }
      }
    } else {
      parser.skipChildren();
    }
    if (parser.hasCurrentToken() && parser.nextToken() != null) {
      throw new JsonParseException(parser, "There is more behind the value");
    }
  }

  private void readList() throws IOException {
    isList = true;
    orders.clear();
    count = 0;
    firstWrong = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      boolean isGood = readOrder();
      if (isGood && firstWrong == count) {
        firstWrong++;
      }
      count++;
    }
  }

  private boolean readOrder() throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();

      return false;
    }
    String market = NO_MARKET;
    long orderId = NO_ORDER;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("market")) {
        market = value == JsonToken.VALUE_STRING ? parser.getText() : NO_MARKET;
      } else if (name.equals("order_id")) {
        orderId = value == JsonToken.VALUE_NUMBER_INT ? number() : NO_ORDER;
      }
      parser.skipChildren();
    }
    if (orderId == NO_ORDER || !isMarket(market)) {
      return false;
    }
    if (count < maxOrders) {
      orders.add(new OrderKey(goodMarket, orderId));
    }

    return true;
  }

  private long number() throws IOException {
    boolean isOrderId =
        parser.getTextLength() <= OrderKey.MOST_DIGITS
            && parser.getTextCharacters()[parser.getTextOffset()] != '-';

    return isOrderId ? parser.getLongValue() : NO_ORDER;
  }

  /** Most orders are of the market that the one before is of. */
  private boolean isMarket(String name) {
    if (!name.equals(goodMarket) && OrderKey.isMarket(name)) {
      goodMarket = name;
    }

    return !name.isEmpty() && name.equals(goodMarket);
  }
}
