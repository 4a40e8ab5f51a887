package io.freshet.testing.collector;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A collector on a free port of this machine. Thread-safe. */
public final class RunningCollector implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final List<ReceivedSpan> received = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile int status = 200;

  private RunningCollector(HttpServer server) {
    this.server = server;
  }

  public static RunningCollector start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    RunningCollector collector = new RunningCollector(server);
    server.createContext("/v1/traces", collector::take);
    server.start();

    return collector;
  }

  /** What {@code tracing.endpoint} has to be. */
  public String url() {
    return "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
  }

  /** Answers nothing but that from now on. */
  public void refuseWith(int newStatus) {
    status = newStatus;
  }

  /** All so far. */
  public List<ReceivedSpan> spans() {
    return List.copyOf(received);
  }

  /** The first of that name, once it is there. */
  public ReceivedSpan await(String name) {
    return await(name, span -> true);
  }

  /** The first of that name that is meant, once it is there. */
  public ReceivedSpan await(String name, Predicate<ReceivedSpan> meant) {
    return Awaitility.await("span " + name)
        .atMost(PATIENCE)
        .until(() -> find(name, meant), Optional::isPresent)
        .orElseThrow();
  }

  private Optional<ReceivedSpan> find(String name, Predicate<ReceivedSpan> meant) {
    return received.stream().filter(span -> span.name().equals(name)).filter(meant).findFirst();
  }

  private void take(HttpExchange exchange) throws IOException {
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
    if (status == 200) {
      request
          .getResourceSpansList()
          .forEach(
              of ->
                  of.getScopeSpansList()
                      .forEach(
                          scope ->
                              scope
                                  .getSpansList()
                                  .forEach(
                                      span ->
                                          received.add(ReceivedSpan.of(of.getResource(), span)))));
    }
    byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
    exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
