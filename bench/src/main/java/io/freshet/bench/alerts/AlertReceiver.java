package io.freshet.bench.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.server.http.Dependency;
import io.freshet.core.server.http.HttpAddress;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.http.HttpHandlers;
import io.freshet.core.server.http.HttpLimits;
import io.freshet.core.server.tls.DoorTls;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** A webhook as whoever is on call has one: notes what it is told, and when. Thread-safe. */
final class AlertReceiver implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int AT_ONCE = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Told> told = new CopyOnWriteArrayList<>();
  private final HttpDoor door;

  /**
   * An alert as the webhook got it.
   *
   * @param at when it came
   * @param state such as {@code breached}
   * @param table empty where it is about measuring as such
   * @param hop empty where it names none
   */
  record Told(
      Instant at,
      String state,
      Optional<String> table,
      Optional<String> hop,
      Optional<String> cause) {
    static final String BREACHED = "breached";
    static final String RECOVERED = "recovered";

    boolean isOf(String kind, String name) {
      return state.equals(kind) && table.filter(name::equals).isPresent();
    }
  }

  private AlertReceiver() {
    this.door =
        HttpDoor.open(
            new HttpAddress("bench", HOST, 0, DoorTls.NONE),
            new HttpLimits(AT_ONCE, Duration.ofMinutes(1), UriCompliance.DEFAULT),
            new HttpHandlers(new Handler.Sequence(), new Noting()),
            new ErrorHandler(),
            new Dependency("nothing", () -> true));
  }

  static AlertReceiver open() {
    return new AlertReceiver();
  }

  URI address() {
    return URI.create("http://%s:%d/alerts".formatted(HOST, door.port()));
  }

  List<Told> told() {
    return List.copyOf(told);
  }

  static Told told(Instant at, JsonNode alert) {
    return new Told(
        at,
        alert.path("state").asText(),
        text(alert, "table"),
        text(alert, "hop"),
        text(alert, "likely_cause"));
  }

  private static Optional<String> text(JsonNode alert, String field) {
    return alert.hasNonNull(field) ? Optional.of(alert.get(field).asText()) : Optional.empty();
  }

  private final class Noting extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      Instant at = Instant.now();
      told.add(told(at, JSON.readTree(Content.Source.asString(request))));
      response.setStatus(HttpStatus.NO_CONTENT_204);
      response.write(true, BufferUtil.EMPTY_BUFFER, callback);

      return true;
    }
  }

  @Override
  public void close() {
    door.close();
  }
}
