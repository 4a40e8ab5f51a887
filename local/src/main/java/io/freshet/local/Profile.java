package io.freshet.local;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.LineageSettings;
import io.freshet.core.toolkit.PrivateFiles;
import io.freshet.local.airflow.Airflow;
import io.freshet.local.engine.Credentials;
import io.freshet.local.engine.Surroundings;
import io.freshet.local.engine.TrinoSecurity;
import io.freshet.local.state.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** The settings by which everything else finds this platform, in {@code profile.yaml}. */
final class Profile {
  private static final String HEADER =
      "# Written by the embedded platform at each start; changes made here are lost.\n";

  private Profile() {}

  /**
   * Writes them.
   *
   * @param parts that run or are about to; nobody is told to send lineage to one that does not
   */
  static void write(Surroundings here, Set<Part> parts) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    String yaml = HEADER + new Yaml(options).dump(values(here, parts));
    try {
      PrivateFiles.write(here.folder().profile(), yaml.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot write %s: %s".formatted(here.folder().profile(), e.getMessage()),
          e);
    }
  }

  private static Map<String, Object> values(Surroundings here, Set<Part> parts) {
    Secrets secrets = here.secrets();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("contracts.path", here.modules().project().resolve("contracts").toString());
    values.put("eta.supply-thresholds", thresholds(here));
    values.put("kafka.bootstrap", here.address(Part.KAFKA));
    values.put("kafka.max-replicas", 1);
    values.put("registry.url", "http://" + here.address(Part.REGISTRY) + "/apis/ccompat/v7");
    values.put("catalog.uri", "http://" + here.address(Part.CATALOG));
    values.put("catalog.port", here.port(Part.CATALOG));
    values.put("catalog.token", Credentials.catalogToken(secrets));
    values.put("catalog.warehouse", "s3://%s/warehouse".formatted(Credentials.BUCKET));
    values.put("s3.endpoint", "http://" + here.address(Part.S3));
    values.put("s3.region", Credentials.REGION);
    values.put("s3.access-key", Credentials.s3AccessKey(secrets));
    values.put("s3.secret-key", Credentials.s3SecretKey(secrets));
    values.put("s3.path-style-access", true);
    // Orders are what most clients are after; the catalog and the registry name their own.
    values.put(
        "postgres.url", "jdbc:postgresql://%s/orders".formatted(here.address(Part.POSTGRES)));
    values.put("postgres.user", Credentials.POSTGRES_USER);
    values.put("postgres.password", Credentials.postgresPassword(secrets));
    // The operational database of the platform itself is the one that orders are kept in.
    values.put("capture.url", values.get("postgres.url"));
    values.put("capture.user", values.get("postgres.user"));
    values.put("capture.password", values.get("postgres.password"));
    values.putAll(lineage(here, parts));
    values.put("gateway-keys.secret", Credentials.gatewayKeySecret(secrets));
    values.put("orders.token", Credentials.ordersToken(secrets));
    values.put("live.token", Credentials.liveToken(secrets));
    values.put("live.token-secret", Credentials.liveTokenSecret(secrets));
    values.put("redis.host", "127.0.0.1");
    values.put("redis.port", here.port(Part.REDIS));
    values.put("eta.model", here.folder().data("models").toString());
    values.put("eta.speed-history", here.folder().data("usual-speeds.csv").toString());
    values.put("airflow.url", "http://127.0.0.1:" + here.ports().port(Airflow.API));
    values.put("airflow.user", Airflow.USER);
    values.put("airflow.password", Credentials.airflowPassword(secrets));
    values.put("console.port", here.port(Part.CONSOLE));
    values.put("trino.host", "127.0.0.1");
    values.put("trino.port", here.port(Part.TRINO));
    values.put("trino.user", TrinoSecurity.USER);
    values.put("trino.https-port", here.ports().port(TrinoSecurity.HTTPS));
    values.put("trino.certificate", TrinoSecurity.certificate(here.folder()).toString());
    values.put("trino.token-key", TrinoSecurity.tokenKey(here));
    values.put("trino.access-folder", TrinoSecurity.accessFolder(here.folder()).toString());

    return values;
  }

  private static String thresholds(Surroundings here) {
    return here.modules().project().resolve("serving/redis-eta/supply-thresholds.yaml").toString();
  }

  /** Another server than ours is none of those whom our token is meant for. */
  private static Map<String, Object> lineage(Surroundings here, Set<Part> parts) {
    LineageSettings another = here.settings().lineage();
    if (another.url().isPresent()) {
      Map<String, Object> told = new HashMap<>(Map.of("lineage.url", another.url().get()));
      another.token().ifPresent(token -> told.put("lineage.token", token));

      return told;
    }

    return parts.contains(Part.LINEAGE)
        ? Map.of(
            "lineage.url", "http://" + here.address(Part.LINEAGE),
            "lineage.port", here.port(Part.LINEAGE),
            "lineage.token", Credentials.lineageToken(here.secrets()))
        : Map.of();
  }
}
