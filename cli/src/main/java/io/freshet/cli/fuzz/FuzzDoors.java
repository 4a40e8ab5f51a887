package io.freshet.cli.fuzz;

import static io.freshet.testing.fuzz.Door.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.bench.fuzz.FuzzBench.Target;
import io.freshet.cli.Workspace;
import io.freshet.cli.gateway.GatewayKeys;
import io.freshet.cli.gateway.GatewayProgram;
import io.freshet.cli.live.LiveProgram;
import io.freshet.cli.orders.OrdersProgram;
import io.freshet.cli.page.PageServer;
import io.freshet.cli.page.PortOption;
import io.freshet.core.contract.Contract;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.Part;
import io.freshet.local.PartStatus;
import io.freshet.testing.fuzz.ApiDocument;
import io.freshet.testing.fuzz.Door;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The doors of an embedded platform: those of parts that are up, and a gateway, an order service
 * and a live server that are started for it beside whatever else runs, and end with it.
 */
final class FuzzDoors implements AutoCloseable {
  private static final String GATEWAY = "gateway";
  private static final String ORDERS = "orders";
  private static final String LIVE = "live";
  private static final List<String> NAMES =
      List.of(GATEWAY, ORDERS, LIVE, "console", "catalog", "lineage");
  private static final String LOOPBACK = "127.0.0.1";
  private static final String MARKET = "fuzz";
  private static final String BEARER = "Bearer ";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Workspace workspace;
  private final Settings settings;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final List<Target> targets = new ArrayList<>();
  private final Deque<PageServer> started = new ArrayDeque<>();

  private FuzzDoors(Workspace workspace) {
    this.workspace = workspace;
    this.settings = workspace.settings();
  }

  /** For the help text. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return NAMES.iterator();
    }
  }

  static void requireKnown(List<String> names) {
    for (String name : names) {
      if (!NAMES.contains(name)) {
        throw new InvalidSettingException("--door", name, "one of " + String.join(", ", NAMES));
      }
    }
  }

  /**
   * @param names of the doors that are wanted; none stands for all
   * @throws FreshetException {@code CALLER} when it is no embedded platform
   */
  static FuzzDoors open(Workspace workspace, List<String> names)
      throws IOException, InterruptedException {
    if (!workspace.isEmbedded()) {
      throw new FreshetException(
          Fault.CALLER,
          "What fuzzing sends is kept: orders, refusals, menus. It is for the embedded platform"
              + " alone; leave out --profile and FRESHET_PROFILE");
    }
    FuzzDoors doors = new FuzzDoors(workspace);
    try {
      for (String name : names.isEmpty() ? NAMES : names) {
        doors.add(name);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      doors.close();
      throw e;
    }

    return doors;
  }

  List<Target> targets() {
    return List.copyOf(targets);
  }

  private void add(String name) throws IOException, InterruptedException {
    switch (name) {
      case GATEWAY -> gateway();
      case ORDERS -> orders();
      case LIVE -> live();
      case "console" -> part(Part.CONSOLE, "", "home", Map.of("sql", texts("select 1")));
      case "lineage" ->
          part(
              Part.LINEAGE,
              settings.text("lineage.token", ""),
              "tell",
              Map.of(
                  "table",
                  texts("fuzz"),
                  "eventTime",
                  texts("2026-01-01T00:00:00Z"),
                  "namespace",
                  texts(MARKET)));
      default -> catalog();
    }
  }

  private void catalog() throws IOException, InterruptedException {
    part(
        Part.CATALOG,
        settings.text("catalog.token"),
        "config",
        Map.of(
            // Whatever is dropped or renamed is what was made here.
            "{namespace}", texts(MARKET, "fuzz\u001finner"),
            "{table}", texts(MARKET, "fuzz2"),
            "{view}", texts("fuzz_view"),
            "name", texts(MARKET, "fuzz2"),
            "namespace[]", texts(MARKET)));
  }

  private void part(Part part, String token, String good, Map<String, List<JsonNode>> known)
      throws IOException, InterruptedException {
    PartStatus status =
        workspace.platform().status().stream()
            .filter(each -> each.name().equals(part.label()) && each.pid().isPresent())
            .findFirst()
            .orElseThrow(
                () ->
                    new FreshetException(
                        Fault.CALLER,
                        "The part %1$s is not up; start it with ./freshet up"
                            .formatted(part.label())));
    targets.add(
        new Target(
            door(
                part.label(),
                status.port().orElseThrow(),
                token.isEmpty() ? Map.of() : Map.of("token", List.of(BEARER + token)),
                known,
                good,
                token.isEmpty() ? List.of() : List.of(token)),
            status.pid()));
  }

  private void gateway() throws IOException, InterruptedException {
    GatewayKeys keys = GatewayKeys.of(settings.text("gateway-keys.secret"), workspace.contracts());
    PageServer server = start(GatewayProgram.of(workspace, keys, PortOption.any()));
    List<JsonNode> names =
        workspace.contracts().all().stream()
            .filter(contract -> contract.stream().isPresent())
            .map(Contract::name)
            .<JsonNode>map(JSON::textNode)
            .toList();
    List<String> secrets = List.copyOf(keys.byClient().values());
    targets.add(
        new Target(
            door(
                GATEWAY,
                server,
                Map.of("key", secrets.stream().map(key -> BEARER + key).toList()),
                Map.ofEntries(
                    Map.entry("contract", names),
                    Map.entry("type", names),
                    Map.entry("ce-type", names),
                    Map.entry("contracts[]", names),
                    Map.entry("topic", names),
                    Map.entry("topics[]", names),
                    // Whatever is taken is a test and leaves no row.
                    Map.entry("freshettest", List.of(JSON.booleanNode(true))),
                    Map.entry("ce-freshettest", texts("true")),
                    Map.entry("group", texts(MARKET)),
                    Map.entry("name", texts("fuzz-1")),
                    Map.entry("instance", texts("fuzz-1")),
                    Map.entry("topic_pattern", texts("order.*")),
                    Map.entry("timeout", List.of(JSON.numberNode(50)))),
                "topics",
                secrets),
            OptionalLong.of(server.pid())));
  }

  private void orders() throws IOException, InterruptedException {
    String token = settings.text("orders.token");
    PageServer server = start(OrdersProgram.of(workspace, PortOption.any()));
    targets.add(
        new Target(
            door(
                ORDERS,
                server,
                Map.of("token", List.of(BEARER + token)),
                Map.of(
                    "market",
                    texts(MARKET),
                    "kind",
                    texts("ops", "system", "customer"),
                    "If-Match",
                    texts("\"1\"", "\"2\""),
                    // The cursor before all of them.
                    "after",
                    texts("YWZ0ZXI6MA")),
                ORDERS,
                List.of(token)),
            OptionalLong.of(server.pid())));
  }

  private void live() throws IOException, InterruptedException {
    String token = settings.text("live.token");
    PageServer server = start(LiveProgram.of(workspace, PortOption.any()));
    String customer = customer(server.address(), token);
    targets.add(
        new Target(
            door(
                LIVE,
                server,
                Map.of("customer", List.of(BEARER + customer), "service", List.of(BEARER + token)),
                Map.of(
                    "market",
                    texts(MARKET),
                    "order_id",
                    List.of(JSON.numberNode(1)),
                    "restaurant_id",
                    List.of(JSON.numberNode(1))),
                "makeToken",
                List.of(token, customer, settings.text("live.token-secret"))),
            OptionalLong.of(server.pid())));
  }

  private String customer(String address, String token) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + "/tokens"))
            .header("Authorization", BEARER + token)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"market\": \"%s\", \"order_id\": 1}".formatted(MARKET)));

    return new ObjectMapper().readTree(text(request)).path("token").asText();
  }

  private PageServer start(PageServer.Program program) throws IOException, InterruptedException {
    PageServer server = PageServer.start(program);
    started.push(server);
    server.awaitAnswer();

    return server;
  }

  private Door door(
      String name,
      PageServer server,
      Map<String, List<String>> authorizations,
      Map<String, List<JsonNode>> known,
      String good,
      List<String> secrets)
      throws IOException, InterruptedException {
    int port = URI.create(server.address()).getPort();

    return door(name, port, authorizations, known, good, secrets);
  }

  private Door door(
      String name,
      int port,
      Map<String, List<String>> authorizations,
      Map<String, List<JsonNode>> known,
      String good,
      List<String> secrets)
      throws IOException, InterruptedException {
    URI document = URI.create("http://%s:%d/openapi.yaml".formatted(LOOPBACK, port));

    return new Door(
        name,
        LOOPBACK,
        port,
        ApiDocument.parse(text(HttpRequest.newBuilder(document))),
        authorizations,
        known,
        good,
        secrets);
  }

  private String text(HttpRequest.Builder builder) throws IOException, InterruptedException {
    HttpRequest request = builder.timeout(PATIENCE).build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "%s answered %d; ./freshet status tells how it is"
              .formatted(request.uri(), answer.statusCode()));
    }

    return answer.body();
  }

  @Override
  public void close() {
    started.forEach(PageServer::close);
  }
}
