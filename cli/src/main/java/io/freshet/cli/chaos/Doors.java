package io.freshet.cli.chaos;

import io.freshet.assurance.chaos.door.FaultyProxy;
import io.freshet.assurance.chaos.door.TcpDoor;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.Platform;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Doors before the servers of a platform, through which its applications and services go. What
 * proves and what sends goes straight to the servers.
 */
final class Doors implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Map<String, TcpDoor> network = new LinkedHashMap<>();
  private final FaultyProxy store;
  private final FaultyProxy catalog;

  private Doors(Platform platform) {
    Supplier<Settings> settings = platform::settings;
    open("kafka", () -> new InetSocketAddress(HOST, platform.kafkaDoor()));
    open("s3", () -> address(settings.get().text("s3.endpoint")));
    open("catalog", () -> address(settings.get().text("catalog.uri")));
    open("registry", () -> address(settings.get().text("registry.url")));
    open(
        "redis",
        () -> new InetSocketAddress(HOST, Integer.parseInt(settings.get().text("redis.port"))));
    open(
        "postgres", () -> address(settings.get().text("postgres.url").substring("jdbc:".length())));
    store = FaultyProxy.before(http("s3"));
    catalog = FaultyProxy.before(http("catalog"));
  }

  /** Before Kafka is started: it has to know its door. */
  static Doors before(Platform platform) {
    Doors doors = new Doors(platform);
    platform.advertiseKafkaAt(doors.network("kafka").port());

    return doors;
  }

  private void open(String server, Supplier<InetSocketAddress> address) {
    network.put(server, TcpDoor.before(address));
  }

  private static InetSocketAddress address(String url) {
    URI uri = URI.create(url);

    return new InetSocketAddress(uri.getHost(), uri.getPort());
  }

  private URI http(String server) {
    return URI.create("http://%s:%d".formatted(HOST, network(server).port()));
  }

  TcpDoor network(String server) {
    return network.get(server);
  }

  /** Breaks chosen requests to the object store; behind it is its network. */
  FaultyProxy store() {
    return store;
  }

  /** Breaks chosen requests to the catalog; behind it is its network. */
  FaultyProxy catalog() {
    return catalog;
  }

  /**
   * The settings by which one comes through the doors.
   *
   * @param direct those by which one goes straight to the servers
   */
  Map<String, Object> settings(Map<String, Object> direct) {
    Map<String, Object> through = new LinkedHashMap<>(direct);
    through.put("kafka.bootstrap", HOST + ":" + network("kafka").port());
    through.put("s3.endpoint", store.uri().toString());
    through.put("catalog.uri", catalog.uri().toString());
    through.put("redis.port", network("redis").port());
    through.put("registry.url", moved(direct.get("registry.url"), "registry"));
    through.put("postgres.url", moved(direct.get("postgres.url"), "postgres"));
    through.put("capture.url", moved(direct.get("capture.url"), "postgres"));

    return through;
  }

  private String moved(Object url, String server) {
    return url.toString().replaceFirst(":\\d+/", ":" + network(server).port() + "/");
  }

  @Override
  public void close() {
    store.close();
    catalog.close();
    network.values().forEach(TcpDoor::close);
  }
}
