package io.freshet.serving.live;

import java.time.Duration;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/** A client that holds as many WebSockets as a test wants, and waits for slow ones. */
final class Sockets {
  private static final int MOST_AT_ONCE = 20_000;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private Sockets() {}

  static WebSocketClient open() throws Exception {
    HttpClient http = new HttpClient();
    http.setMaxConnectionsPerDestination(MOST_AT_ONCE);
    http.setMaxRequestsQueuedPerDestination(MOST_AT_ONCE);
    WebSocketClient client = new WebSocketClient(http);
    client.setIdleTimeout(PATIENCE);
    client.setStopTimeout(0);
    client.start();

    return client;
  }
}
