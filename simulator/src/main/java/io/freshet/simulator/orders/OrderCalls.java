package io.freshet.simulator.orders;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Asks the order service to make orders and steps, as somebody of ops who may do all that is
 * possible. Thread-safe.
 */
public final class OrderCalls {
  /** The order or the step is made, now or by the same key before. */
  public static final int MADE = 201;

  /** Another step was made first. */
  public static final int ANOTHER_WAS_FIRST = 412;

  private static final List<Integer> AGAIN = List.of(503, 504);
  private static final Duration ANSWER = Duration.ofSeconds(40);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ORDER =
      """
      {"market": "%s", "customer_id": 100, "restaurant_id": 200,
       "pickup_latitude": 37.7749, "pickup_longitude": -122.419416,
       "dropoff_latitude": 37.78, "dropoff_longitude": -122.4,
       "subtotal_minor": 2350, "currency": "USD", "actor": {"kind": "ops", "id": "simulator"}}\
      """;

  private static final String STEP =
      """
      {"state": "%s", "actor": {"kind": "ops", "id": "simulator"}, "reason": "because"%s}\
      """;

  private final HttpClient http;
  private final Supplier<String> address;
  private final String token;

  /**
   * @param address where the service is now: asked for each request, as servers move
   */
  public OrderCalls(HttpClient http, Supplier<String> address, String token) {
    this.http = http;
    this.address = address;
    this.token = token;
  }

  /**
   * What may be sent as often as one likes, and is made once.
   *
   * @param version that its sender knows, 0 of an order that is to be made
   */
  public record Call(String path, String body, int version, String key) {
    /** One that makes an order; whoever has the same key is told of the same order. */
    public static Call creation(String market, String key) {
      return new Call("/orders", ORDER.formatted(market), 0, key);
    }

    public static Call creation(String market) {
      return creation(market, UUID.randomUUID().toString());
    }

    /**
     * One that makes a step, by a key of its own.
     *
     * @param dasher who takes the order, where that is the step
     */
    public static Call step(long order, int version, String state, long dasher) {
      String more = state.equals("dasher_assigned") ? ", \"dasher_id\": " + dasher : "";

      return new Call(
          "/orders/%d/steps".formatted(order),
          STEP.formatted(state, more),
          version,
          UUID.randomUUID().toString());
    }
  }

  /**
   * What the service answers, if it does, whatever that is.
   *
   * @param headers beside those of each call: name, value, and so on
   */
  public CompletableFuture<HttpResponse<String>> send(Call call, String... headers) {
    HttpRequest.Builder request = request(call);
    if (headers.length > 0) {
      request.headers(headers);
    }

    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /**
   * Sends it until it is answered. What is not, or by 503 or 504, may be made all the same; the
   * same key tells.
   *
   * @param again is run before it is sent again, and waits as long as one wants to
   * @param wanted statuses, of which one is to be the answer
   * @throws FreshetException when it is another
   */
  public HttpResponse<String> untilAnswered(Call call, Pause again, Integer... wanted)
      throws InterruptedException {
    while (true) {
      try {
        HttpResponse<String> answer =
            http.send(request(call).build(), HttpResponse.BodyHandlers.ofString());
        if (List.of(wanted).contains(answer.statusCode())) {
          return answer;
        }
        if (!AGAIN.contains(answer.statusCode())) {
          throw refused(call, answer);
        }
      } catch (IOException unanswered) {
        // It may be made all the same; the same key tells.
      }
      again.pause();
    }
  }

  /** What comes before a call is sent again. */
  @FunctionalInterface
  public interface Pause {
    void pause() throws InterruptedException;
  }

  private HttpRequest.Builder request(Call call) {
    return HttpRequest.newBuilder(URI.create(address.get() + call.path()))
        .timeout(ANSWER)
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", call.key())
        .header("If-Match", "\"%d\"".formatted(call.version()))
        .POST(HttpRequest.BodyPublishers.ofString(call.body()));
  }

  /**
   * The number of the order that was made.
   *
   * @throws FreshetException when none was
   */
  public static long order(Call call, HttpResponse<String> answer) {
    if (answer.statusCode() != MADE) {
      throw refused(call, answer);
    }
    try {
      return JSON.readTree(answer.body()).path("order_id").longValue();
    } catch (IOException e) {
      throw new FreshetException(
          Fault.OURS, "The order service answers no JSON: %s".formatted(answer.body()), e);
    }
  }

  private static FreshetException refused(Call call, HttpResponse<String> answer) {
    return new FreshetException(
        Fault.OURS,
        "The order service answered %d to %s of version %d: %s"
            .formatted(answer.statusCode(), call.path(), call.version(), answer.body()));
  }
}
