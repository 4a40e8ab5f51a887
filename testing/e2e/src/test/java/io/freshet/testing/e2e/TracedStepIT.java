package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.core.contract.Contracts;
import io.freshet.local.FlinkApplication;
import io.freshet.local.Part;
import io.freshet.simulator.orders.CapturedContracts;
import io.freshet.simulator.orders.OrderCalls;
import io.freshet.simulator.orders.OrderCalls.Call;
import io.freshet.testing.collector.ReceivedSpan;
import io.freshet.testing.collector.RunningCollector;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.ServerProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * One trace leads from the request that makes an order's step to its customer's WebSocket, through
 * order service, capture, Kafka, ETA job, Redis and live server as they really run.
 */
@FullOnly
class TracedStepIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.POSTGRES, Part.REGISTRY, Part.REDIS);

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CLIENT = "00f067aa0ba902b7";

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String market = platform.uniqueName("traced");
  private final OrderDatabase database = new OrderDatabase(platform);
  private RunningCollector collector;
  private OrderService service;
  private ServerProcess capture;
  private LiveServers live;
  private FlinkApplication eta;

  @BeforeEach
  void start() throws Exception {
    collector = RunningCollector.start();
    Path contracts =
        CapturedContracts.copy(
            Path.of(platform.settings().text("contracts.path")), folder.resolve("contracts"));
    try (Streams streams = new Streams(platform)) {
      streams.provide(Contracts.read(contracts));
    }
    Map<String, String> tracing =
        Map.of("tracing.endpoint", collector.url(), "tracing.sample-ratio", "0");
    Map<String, String> profile = new HashMap<>(database.profile());
    profile.putAll(tracing);
    service = new OrderService(folder, profile);
    service.start();
    capture = database.capture(folder, contracts);
    eta =
        EtaJob.by(
            platform.profile(),
            "--contracts.path=" + contracts,
            "--tracing.endpoint=" + collector.url());
    platform.start(eta);
    live = new LiveServers(folder, platform.settings(), tracing);
    live.start(1);
  }

  @AfterEach
  void stop() throws Exception {
    closeIfMade(live);
    if (eta != null) {
      platform.platform().stop(eta);
    }
    closeIfMade(capture);
    closeIfMade(service);
    database.close();
    closeIfMade(collector);
  }

  /** What was made before the start failed would go on for the tests that follow. */
  private static void closeIfMade(AutoCloseable made) throws Exception {
    if (made != null) {
      made.close();
    }
  }

  @Test
  void leadsFromTheRequestToTheScreen() throws Exception {
    Call creation = Call.creation(market);
    long order = OrderCalls.order(creation, send(creation, CLIENT, "00"));
    Screen screen = new Screen();
    OrderService.Made made = new OrderService.Made(market, order);
    watch(made, screen);
    await().atMost(PATIENCE).until(() -> screen.shows("\"type\":\"snapshot\""));

    HttpResponse<String> answer = send(Call.step(order, 1, "confirmed", 0), CLIENT, "01");
    await().atMost(PATIENCE).until(() -> screen.shows("\"version\":[2,"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(OrderCalls.MADE);
    ReceivedSpan request = collector.await("POST step");
    assertThat(request.service()).isEqualTo("orders");
    assertThat(request.traceId()).isEqualTo(TRACE);
    assertThat(request.parentId()).isEqualTo(CLIENT);
    ReceivedSpan push = collector.await("push order");
    assertThat(push.service()).isEqualTo("live");
    assertThat(push.traceId()).isEqualTo(TRACE);
    assertThat(push.parentId()).isEqualTo(request.id());
    assertThat(push.start()).isAfter(request.start());
    assertThat(push.end()).isAfter(push.start());
    assertThat(push.attributes())
        .containsEntry("freshet.order_version", "2")
        .containsEntry("freshet.watchers", "1");
    assertThat(collector.spans()).as("what nobody records").hasSize(2);
  }

  private HttpResponse<String> send(Call call, String parent, String flags) throws Exception {
    OrderCalls calls = new OrderCalls(http, service::url, OrderService.TOKEN);

    return calls.send(call, "traceparent", "00-%s-%s-%s".formatted(TRACE, parent, flags)).get();
  }

  private void watch(OrderService.Made order, Screen screen) throws Exception {
    String address = live.watching(order, live.token(order), 0).toString();

    http.newWebSocketBuilder()
        .buildAsync(URI.create(address.replaceFirst("^http", "ws")), screen)
        .join();
  }

  /** Notes what it is told. */
  private static final class Screen implements WebSocket.Listener {
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        messages.add(message.toString());
        message.setLength(0);
      }
      socket.request(1);

      return null;
    }

    boolean shows(String text) {
      return messages.stream().anyMatch(each -> each.contains(text));
    }
  }
}
