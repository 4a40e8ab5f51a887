package io.freshet.core.server.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * Where a door's connections come in. Clients keep connections on which nothing is under way, and
 * at a stop those are closed after a moment: long enough for a request that is on its way, which is
 * refused then and not lost. A connection on which a request is under way has a part of the time
 * that the stop may take between two bytes.
 */
final class DoorConnector extends ServerConnector {
  private static final Duration MOMENT = Duration.ofMillis(500);
  private static final int QUIET_PARTS_OF_A_STOP = 4;

  private final Set<EndPoint> answering = ConcurrentHashMap.newKeySet();

  DoorConnector(Server server, HttpLimits limits, ConnectionFactory... protocols) {
    super(server, protocols);
    setIdleTimeout(limits.idleTimeout().toMillis());
    setShutdownIdleTimeout(limits.stopTimeout().dividedBy(QUIET_PARTS_OF_A_STOP).toMillis());
  }

  /** Handles as that does, and notes the connections on which requests are under way. */
  Handler noting(Handler handler) {
    return new Noting(handler);
  }

  @Override
  public CompletableFuture<Void> shutdown() {
    CompletableFuture<Void> done = super.shutdown();
    getConnectedEndPoints().stream()
        .filter(connection -> !answering.contains(connection))
        .forEach(this::closeInAMoment);

    return done;
  }

  private void closeInAMoment(EndPoint connection) {
    connection.setIdleTimeout(Math.min(MOMENT.toMillis(), getShutdownIdleTimeout()));
  }

  @Override
  protected void onEndPointClosed(EndPoint connection) {
    answering.remove(connection); // whatever has become of its answer
    super.onEndPointClosed(connection);
  }

  private final class Noting extends Handler.Wrapper {
    Noting(Handler handler) {
      super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      EndPoint connection = connection(request);
      answering.add(connection);
      boolean handled = false;
      try {
        handled = super.handle(request, response, new Answered(connection, callback));

        return handled;
      } finally {
        if (!handled) { // then somebody else answers
          answering.remove(connection);
        }
      }
    }

    /** As the connector knows it: TLS lies around that. */
    private static EndPoint connection(Request request) {
      EndPoint connection = request.getConnectionMetaData().getConnection().getEndPoint();
      while (connection instanceof EndPoint.Wrapper wrapper) {
        connection = wrapper.unwrap();
      }

      return connection;
    }
  }

  /** Before the answer's end is told: the next request may come on the same connection then. */
  private final class Answered extends Callback.Nested {
    private final EndPoint connection;

    Answered(EndPoint connection, Callback callback) {
      super(callback);
      this.connection = connection;
    }

    @Override
    public void succeeded() {
      answering.remove(connection);
      super.succeeded();
      if (isShutdown()) {
        closeInAMoment(connection);
      }
    }

    @Override
    public void failed(Throwable failure) {
      answering.remove(connection);
      super.failed(failure);
    }
  }
}
