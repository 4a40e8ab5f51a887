package io.freshet.deploy.platform;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Our servers: what each is started from, where it listens, and what it must be told. Names are
 * held to the modules by a test; ports are those of their READMEs, and told to each by the profile.
 */
public enum ServerKind {
  CATALOG(
      "catalog",
      "io.freshet.catalog.CatalogServer",
      8181,
      Reach.INSIDE,
      List.of("catalog.", "catalog-logins.", "postgres.", "s3."),
      List.of("catalog.token", "postgres.password")),
  GATEWAY(
      "ingestion/event-gateway",
      "io.freshet.ingestion.gateway.GatewayServer",
      8484,
      Reach.EVERYWHERE,
      List.of("gateway.", "kafka.", "registry.", "tracing."),
      List.of("gateway.key-hashes")),
  ORDERS(
      "serving/orders",
      "io.freshet.serving.orders.OrdersServer",
      8686,
      Reach.INSIDE,
      List.of("orders.", "postgres.", "tracing."),
      List.of("orders.token", "postgres.password")),
  LIVE(
      "serving/live",
      "io.freshet.serving.live.LiveServer",
      8787,
      Reach.EVERYWHERE,
      List.of("live.", "redis.", "postgres.", "tracing."),
      List.of("live.token", "live.token-secret")),
  LINEAGE(
      "lineage",
      "io.freshet.lineage.LineageServer",
      8282,
      Reach.INSIDE,
      List.of("lineage.", "postgres."),
      List.of("lineage.token", "postgres.password")),
  CONSOLE(
      "console",
      "io.freshet.console.ConsoleServer",
      8989,
      Reach.INSIDE,
      List.of(
          "console.",
          "alerts.",
          "history.",
          "catalog.",
          "s3.",
          "kafka.",
          "registry.",
          "lineage.",
          "redis.",
          "training.",
          "eta.model",
          "live.maps",
          "trino.certificate"),
      List.of("catalog.token")),
  CAPTURE(
      "ingestion/change-capture",
      "io.freshet.ingestion.capture.CaptureServer",
      8585,
      Reach.INSIDE,
      List.of("capture.", "kafka.", "registry."),
      List.of("capture.password"));

  /** Who may open a connection to it. */
  public enum Reach {
    /** Pods of the same namespace. */
    INSIDE,
    /** Whoever the load balancer lets in. */
    EVERYWHERE
  }

  private final String module;
  private final String mainClass;
  private final int port;
  private final Reach reach;
  private final List<String> settings;
  private final List<String> secrets;

  ServerKind(
      String module,
      String mainClass,
      int port,
      Reach reach,
      List<String> settings,
      List<String> secrets) {
    this.module = module;
    this.mainClass = mainClass;
    this.port = port;
    this.reach = reach;
    this.settings = settings;
    this.secrets = secrets;
  }

  public static Optional<ServerKind> labelled(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }

  /** As values files and resources call it: {@code gateway}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The module's folder. */
  public String module() {
    return module;
  }

  public String mainClass() {
    return mainClass;
  }

  /** The last part of the module's folder. */
  public String image() {
    return module.substring(module.lastIndexOf('/') + 1);
  }

  public int port() {
    return port;
  }

  Reach reach() {
    return reach;
  }

  /** Whether what comes to it comes from outside, so that an ingress may speak TLS for it. */
  boolean isBehindAnIngress() {
    return reach == Reach.EVERYWHERE || this == CONSOLE;
  }

  /** With the prefixes of the settings that it reads. */
  Workload workload() {
    return new Workload(
        label(),
        Workload.Kind.SERVERS,
        Stream.concat(settings.stream(), Stream.of("log.")).toList());
  }

  /** Without which it does not start. */
  List<String> secrets() {
    return secrets;
  }

  /** Of which there may be one at a time: it holds a slot of Postgres, or measures for all. */
  boolean isSingle() {
    return this == CAPTURE || this == CONSOLE || this == LINEAGE;
  }

  /** Has contracts, which it reads as files. */
  boolean readsContracts() {
    return this == GATEWAY || this == CONSOLE || this == CAPTURE;
  }

  /**
   * Whether it is to be asked for {@code /health}. A live server without Redis still tells menus
   * and keeps its connections; to move them would only be a storm.
   */
  boolean isReadyByHealth() {
    return this != LIVE;
  }
}
