package io.freshet.cli.doctor;

import io.freshet.cli.doctor.door.Http;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.redis.JedisClients;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.warehouse.trino.query.TrinoClient;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.io.FileIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;

/** Whether each service answers as its clients will ask it; nothing that lasts is written. */
record ServiceChecks(Installation installation) {
  private static final int OK = 200;
  private static final String SECRET_PASSWORD = "password";

  List<Check> checks() {
    List<String> needs = Installation.withProfile();

    return List.of(
        check(Installation.KAFKA, needs, "kafka.bootstrap", this::kafka),
        check(Installation.REGISTRY, needs, "registry.url", this::registry),
        check(Installation.CATALOG, needs, "catalog.uri", this::catalog),
        check(Installation.STORE, needs, "s3.endpoint", this::store),
        check("postgres", needs, "postgres.url", this::postgres),
        check("redis", needs, "redis.host", this::redis),
        check("trino", needs, "trino.host", this::trino));
  }

  private Check check(String name, List<String> needs, String setting, Callable<Finding> look) {
    return new Check(name, needs, installation.startOr(setting), look);
  }

  /** A client of Kafka's that gives up in time. */
  static Map<String, Object> kafkaConfig(Settings settings, Duration patience) {
    int millis = Math.toIntExact(patience.toMillis());

    Map<String, Object> config = new HashMap<>(KafkaSettings.from(settings).clientConfig());
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);

    return config;
  }

  private Finding kafka() throws Exception {
    Settings settings = installation.settings();
    try (Admin admin = Admin.create(kafkaConfig(settings, installation.patience()))) {
      DescribeClusterResult cluster = admin.describeCluster();
      int brokers =
          cluster.nodes().get(installation.patience().toMillis(), TimeUnit.MILLISECONDS).size();

      return brokers(KafkaSettings.from(settings), brokers);
    }
  }

  static Finding brokers(KafkaSettings settings, int brokers) {
    String seen = "%d brokers at %s".formatted(brokers, settings.bootstrap());

    return brokers < settings.maxReplicas()
        ? Finding.warning(
            "%s; contracts may ask for %d replicas".formatted(seen, settings.maxReplicas()),
            "start the others, or set kafka.max-replicas to %d".formatted(Math.max(1, brokers)))
        : Finding.ok(seen);
  }

  private Finding registry() throws Exception {
    RegistrySettings registry = RegistrySettings.from(installation.settings());
    Http.Answer answer =
        new Http(installation.patience())
            .get(registry.url() + "/subjects", registry.login().headers());

    return answered("registry " + registry.url(), answer, installation.startOr("registry.url"));
  }

  static Finding answered(String who, Http.Answer answer, String remedy) {
    return answer.status() == OK
        ? Finding.ok(who)
        : Finding.failed("%s answered %d".formatted(who, answer.status()), remedy);
  }

  private Finding catalog() throws Exception {
    LakeSettings settings = LakeSettings.from(installation.settings());
    Catalog catalog = LakeCatalog.open(settings);
    try {
      int namespaces = ((SupportsNamespaces) catalog).listNamespaces().size();

      return Finding.ok("%s, %d namespaces".formatted(settings.uri(), namespaces));
    } finally {
      if (catalog instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
  }

  /** Writes, reads and deletes one small object beside the tables. */
  private Finding store() throws Exception {
    LakeSettings settings = LakeSettings.from(installation.settings());
    if (!settings.warehouse().contains("://")) {
      return Finding.skipped("catalog.warehouse names no place, so nothing says where tables lie");
    }
    String probe =
        "%s/.freshet-doctor/%s"
            .formatted(settings.warehouse().replaceFirst("/+$", ""), UUID.randomUUID());
    byte[] content = probe.getBytes(StandardCharsets.UTF_8);
    try (FileIO store =
        CatalogUtil.loadFileIO(settings.fileIo(), settings.icebergProperties(), null)) {
      try (OutputStream out = store.newOutputFile(probe).create()) {
        out.write(content);
      }
      byte[] read;
      try (InputStream in = store.newInputFile(probe).newStream()) {
        read = in.readAllBytes();
      } finally {
        store.deleteFile(probe);
      }
      if (!Arrays.equals(read, content)) {
        return Finding.failed(
            "%s came back as %d other bytes".formatted(probe, read.length),
            "look at what stands between here and the store");
      }

      return store.newInputFile(probe).exists()
          ? Finding.failed(probe + " is still there after it was deleted", "allow DeleteObject")
          : Finding.ok("wrote, read and deleted an object below " + settings.warehouse());
    }
  }

  private Finding postgres() throws Exception {
    Settings settings = installation.settings();
    Optional<String> url = settings.optionalText("postgres.url");
    if (url.isEmpty()) {
      return Finding.skipped("postgres.url is not set");
    }
    if (settings.optionalText("postgres.user").isEmpty()) {
      return Finding.skipped("postgres.user is not set: parts may have users of their own");
    }
    String seconds = Long.toString(Math.max(1, installation.patience().toSeconds()));
    Properties properties = new Properties();
    properties.setProperty("user", settings.text("postgres.user", ""));
    properties.setProperty(SECRET_PASSWORD, settings.text("postgres.password", ""));
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    try (Connection connection = DriverManager.getConnection(url.get(), properties)) {
      return Finding.ok("Postgres " + connection.getMetaData().getDatabaseProductVersion());
    }
  }

  private Finding redis() {
    Settings settings = installation.settings();
    if (settings.optionalText("redis.host").isEmpty()
        && settings.optionalText("redis.nodes").isEmpty()) {
      return Finding.skipped("neither redis.host nor redis.nodes is set");
    }
    RedisSettings redis = RedisSettings.from(settings);
    int millis = Math.toIntExact(installation.patience().toMillis());
    JedisClientConfig config = JedisClients.config(redis).timeoutMillis(millis).build();
    for (RedisSettings.Node node : redis.nodes()) {
      try (Jedis jedis = new Jedis(new HostAndPort(node.host(), node.port()), config)) {
        jedis.ping();
      }
    }

    return Finding.ok("%s answer".formatted(redis.nodes()));
  }

  private Finding trino() {
    Settings settings = installation.settings();
    if (settings.optionalText("trino.host").isEmpty()) {
      return Finding.skipped("trino.host is not set");
    }
    try (TrinoClient trino = TrinoClient.open(settings)) {
      trino.count("select 1");

      return Finding.ok("answers at " + settings.text("trino.host"));
    }
  }
}
