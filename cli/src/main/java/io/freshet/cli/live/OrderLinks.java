package io.freshet.cli.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Where customers follow their orders at a live server; each link opens one order. */
public final class OrderLinks {
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final String server;
  private final String serviceToken;

  /**
   * @param server such as {@code http://127.0.0.1:8787}
   * @param serviceToken its {@code live.token}
   */
  public OrderLinks(String server, String serviceToken) {
    this.server = server;
    this.serviceToken = serviceToken;
  }

  /** The page of an order, with a token for it that lasts as long as the server's usual one. */
  public String page(String market, String orderId) throws InterruptedException {
    return page(market, orderId, token(market, orderId));
  }

  String page(String market, String orderId, String token) {
    return "%s/track/%s/%s#token=%s".formatted(server, market, orderId, token);
  }

  String token(String market, String orderId) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server + "/tokens"))
            .header("Authorization", "Bearer " + serviceToken)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"market\": \"%s\", \"order_id\": %s}".formatted(market, orderId)))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new FreshetException(
            Fault.OURS,
            "The live server gives no token for order %s of %s: it answered %d %s"
                .formatted(orderId, market, answer.statusCode(), answer.body()));
      }

      return json.readTree(answer.body()).path("token").asText();
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "The live server at %s gives no tokens: %s".formatted(server, e), e);
    }
  }
}
