package io.freshet.serving.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/** A customer with a WebSocket, who reads or does not. Public, as Jetty looks its methods up. */
public final class SocketWatcher implements Session.Listener {
  private final ToldOrder told = new ToldOrder();
  private final AtomicBoolean isReading;
  private final CompletableFuture<Session> opened = new CompletableFuture<>();
  private final CompletableFuture<String> closed = new CompletableFuture<>();

  private SocketWatcher(boolean isReading) {
    this.isReading = new AtomicBoolean(isReading);
  }

  static SocketWatcher connect(WebSocketClient client, URI uri) {
    return connect(client, uri, new SocketWatcher(true));
  }

  /** One that takes nothing before it is told to. */
  static SocketWatcher connectWithoutReading(WebSocketClient client, URI uri) {
    return connect(client, uri, new SocketWatcher(false));
  }

  private static SocketWatcher connect(WebSocketClient client, URI uri, SocketWatcher watcher) {
    try {
      CompletableFuture<Session> unused =
          client
              .connect(watcher, new ClientUpgradeRequest(uri))
              .whenComplete(
                  (session, failure) -> {
                    if (failure != null) {
                      watcher.opened.completeExceptionally(failure);
                      watcher.closed.complete("refused " + failure.getMessage());
                    }
                  });

      return watcher;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void read() {
    if (isReading.compareAndSet(false, true)) {
      opened.join().demand();
    }
  }

  void close() {
    CompletableFuture<Void> unused = opened.thenAccept(Session::disconnect);
  }

  ToldOrder told() {
    return told;
  }

  CompletableFuture<Session> opened() {
    return opened;
  }

  /** Status and reason, once it is closed. */
  Optional<String> closed() {
    return Optional.ofNullable(closed.getNow(null));
  }

  @Override
  public void onWebSocketOpen(Session session) {
    opened.complete(session);
    if (isReading.get()) {
      session.demand();
    }
  }

  @Override
  public void onWebSocketText(String message) {
    told.take(message);
    opened.join().demand();
  }

  @Override
  public void onWebSocketClose(int status, String reason, Callback callback) {
    callback.succeed();
    closed.complete(status + " " + reason);
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    closed.complete("broken " + cause);
  }
}
