package io.freshet.serving.live.http;

import io.freshet.serving.live.watch.Ending;
import io.freshet.serving.live.watch.OrderFeeds;
import io.freshet.serving.live.watch.Seats;
import io.freshet.serving.live.watch.Watcher;
import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** The end of a WebSocket at which an order is watched. Public, as Jetty looks its methods up. */
public final class WatchSocket implements Session.Listener.AutoDemanding {
  private final OrderFeeds feeds;
  private final Seats.Seat seat;
  private volatile Watcher watcher;

  WatchSocket(OrderFeeds feeds, Seats.Seat seat) {
    this.feeds = feeds;
    this.seat = seat;
  }

  @Override
  public void onWebSocketOpen(Session session) {
    watcher = feeds.watch(seat, new WebSocketOutlet(session));
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    watcher.heard();
  }

  @Override
  public void onWebSocketText(String message) {
    watcher.end(Ending.TALKS);
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    callback.succeed();
    watcher.end(Ending.TALKS);
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    leave();
  }

  @Override
  public void onWebSocketClose(int status, String reason, Callback callback) {
    callback.succeed();
    leave();
  }

  private void leave() {
    if (watcher == null) {
      seat.giveBack();
    } else {
      watcher.left();
    }
  }
}
