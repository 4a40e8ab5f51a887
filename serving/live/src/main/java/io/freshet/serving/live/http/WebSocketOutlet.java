package io.freshet.serving.live.http;

import io.freshet.serving.live.watch.Ending;
import io.freshet.serving.live.watch.Outlet;
import io.freshet.serving.live.watch.Push;
import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** A WebSocket: each message is a text, each ping a ping. */
final class WebSocketOutlet implements Outlet {
  private final Session session;

  WebSocketOutlet(Session session) {
    this.session = session;
  }

  @Override
  public void push(Push push, Done done) {
    session.sendText(push.json(), Callback.from(done::written, done::failed));
  }

  @Override
  public void keepAlive(Done done) {
    session.sendPing(ByteBuffer.allocate(0), Callback.from(done::written, done::failed));
  }

  @Override
  public void end(Ending why, Done done) {
    session.close(why.status(), reason(why), Callback.from(done::written, done::failed));
  }

  @Override
  public void giveUp(Ending why) {
    session.close(why.status(), reason(why), Callback.NOOP);
  }

  @Override
  public void cut() {
    session.disconnect();
  }

  @Override
  public boolean answers() {
    return true;
  }

  @Override
  public String kind() {
    return "websocket";
  }

  private static String reason(Ending why) {
    return why.isPassing()
        ? "%s; retry_ms=%d".formatted(why.text(), RetryHint.next().toMillis())
        : why.text();
  }
}
