package io.freshet.serving.live.http;

import io.freshet.serving.live.order.Version;
import io.freshet.serving.live.watch.Ending;
import io.freshet.serving.live.watch.OrderFeeds;
import io.freshet.serving.live.watch.Outlet;
import io.freshet.serving.live.watch.Push;
import io.freshet.serving.live.watch.Seats;
import io.freshet.serving.live.watch.Watcher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Server-sent events, for whoever has no WebSocket: an answer that does not end. That the other
 * side has gone is seen by a write that fails.
 */
final class EventStreamOutlet implements Outlet {
  private static final String KEEP_ALIVE = ":\n\n";

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final AtomicBoolean isWriting = new AtomicBoolean();
  private final AtomicBoolean isOver = new AtomicBoolean();
  private volatile Watcher watcher;

  private EventStreamOutlet(Request request, Response response, Callback callback) {
    this.request = request;
    this.response = response;
    this.callback = callback;
  }

  static void open(
      OrderFeeds feeds, Seats.Seat seat, Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    // A proxy that gathers an answer before it hands it on would keep all of it.
    response.getHeaders().put("X-Accel-Buffering", "no");
    EventStreamOutlet outlet = new EventStreamOutlet(request, response, callback);
    request.addIdleTimeoutListener(timeout -> false); // our own pings and limits decide
    request.addFailureListener(failure -> outlet.cut());
    outlet.isWriting.set(true);
    response.write(
        false,
        utf8("retry: %d\n\n".formatted(RetryHint.next().toMillis())),
        Callback.from(() -> outlet.begin(feeds, seat), failure -> outlet.refuse(seat, failure)));
  }

  private void begin(OrderFeeds feeds, Seats.Seat seat) {
    isWriting.set(false);
    Watcher opened = feeds.watch(seat, this);
    watcher = opened;
    if (isOver.get()) {
      opened.left();
    }
  }

  private void refuse(Seats.Seat seat, Throwable failure) {
    seat.giveBack();
    isOver.set(true);
    callback.failed(failure);
  }

  @Override
  public void push(Push push, Done done) {
    Optional<Version> version =
        switch (push.type()) {
          case SNAPSHOT, DELTA -> push.after().state().map(told -> told.state().version());
          case WAITING, STALE, FRESH, GONE -> Optional.empty();
        };
    write(event(push.type().name().toLowerCase(Locale.ROOT), version, push.json()), done);
  }

  @Override
  public void keepAlive(Done done) {
    write(KEEP_ALIVE, done);
  }

  @Override
  public void end(Ending why, Done done) {
    String last =
        event(
            "end",
            Optional.empty(),
            "{\"type\":\"end\",\"status\":%d,\"reason\":\"%s\"}"
                .formatted(why.status(), why.text()));
    isWriting.set(true);
    response.write(
        true,
        utf8("retry: %d\n%s".formatted(RetryHint.next().toMillis(), last)),
        Callback.from(
            () -> {
              isWriting.set(false);
              finish(Optional.empty());
              done.written();
            },
            failure -> failed(failure, done)));
  }

  /** What is being written can't be overtaken. */
  @Override
  public void giveUp(Ending why) {
    cut();
  }

  @Override
  public void cut() {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
    // A write that is under way fails, and ends it: not both at once.
    if (!isWriting.get()) {
      finish(Optional.of(new IOException("The connection was cut")));
    }
  }

  @Override
  public boolean answers() {
    return false;
  }

  @Override
  public String kind() {
    return "sse";
  }

  private void write(String text, Done done) {
    isWriting.set(true);
    response.write(
        false,
        utf8(text),
        Callback.from(
            () -> {
              isWriting.set(false);
              done.written();
            },
            failure -> failed(failure, done)));
  }

  private void failed(Throwable failure, Done done) {
    isWriting.set(false);
    finish(Optional.of(failure));
    done.failed(failure);
  }

  private void finish(Optional<Throwable> failure) {
    if (!isOver.compareAndSet(false, true)) {
      return;
    }
    failure.ifPresentOrElse(callback::failed, callback::succeeded);
    Watcher known = watcher;
    if (known != null) {
      known.left();
    }
  }

  /** Our JSON has no line breaks. */
  private static String event(String type, Optional<Version> version, String json) {
    return "event: %s\n%sdata: %s\n\n"
        .formatted(type, version.map("id: %s\n"::formatted).orElse(""), json);
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
