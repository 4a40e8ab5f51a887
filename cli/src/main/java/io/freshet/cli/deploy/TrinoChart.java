package io.freshet.cli.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.Installation;
import io.freshet.deploy.company.CompanyValues;
import io.freshet.deploy.company.TrinoCluster;
import io.freshet.deploy.manifest.Body;
import io.freshet.warehouse.trino.access.AccessRules;
import io.freshet.warehouse.trino.access.Groups;
import io.freshet.warehouse.trino.access.ResourceGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Values for Trino's own Helm chart: the catalog of our tables, who may see what by the contracts,
 * how queries share it, how people log in. Secrets are variables that refer to a Secret.
 */
final class TrinoChart {
  private static final String TLS = "/etc/freshet/tls";
  private static final String INTERNAL = "TRINO_INTERNAL_SECRET";
  private static final String OAUTH2 = "TRINO_OAUTH2_SECRET";
  private static final String CATALOG = "TRINO_CATALOG_SECRET";

  private final CompanyValues values;
  private final Contracts contracts;
  private final Map<String, Object> profile;
  private final TrinoCluster trino;

  private TrinoChart(Installation installation, TrinoCluster trino) {
    this.values = installation.values();
    this.contracts = installation.contracts();
    this.profile = installation.profile();
    this.trino = trino;
  }

  /**
   * @throws FreshetException when the company has not said how people log in
   */
  static Map<String, Object> values(Installation installation) {
    TrinoCluster trino =
        installation
            .values()
            .trino()
            .orElseThrow(
                () ->
                    new FreshetException(
                        Fault.CALLER,
                        "The values have nothing under trino, by which people log in;"
                            + " deploy/example/values.yaml shows what"));

    return new TrinoChart(installation, trino).values();
  }

  private Map<String, Object> values() {
    return Body.of("server", server())
        .with("catalogs", catalogs())
        .with("accessControl", accessControl())
        .with(
            "resourceGroups",
            Body.of("type", "configmap").with("resourceGroupsConfig", text(resourceGroups())))
        .with("additionalConfigProperties", shared())
        .with("coordinator", coordinator())
        .with(
            "env",
            List.of(
                variable(INTERNAL, "internal"),
                variable(OAUTH2, "oauth2"),
                variable(CATALOG, "catalog")))
        .with("serviceAccount", account())
        .map();
  }

  private Body server() {
    Body config = Body.of("authenticationType", "OAUTH2");
    trino
        .certificate()
        .ifPresent(
            secret ->
                config.with(
                    "https",
                    Body.of("enabled", true)
                        .with("keystore", Body.of("path", TLS + "/tls-combined.pem"))));

    return Body.of("workers", trino.workers())
        .with("config", config)
        .with("coordinatorExtraConfig", login());
  }

  private String login() {
    return """
        http-server.authentication.oauth2.issuer=%s
        http-server.authentication.oauth2.client-id=%s
        http-server.authentication.oauth2.client-secret=${ENV:%s}
        http-server.authentication.oauth2.groups-field=%s
        web-ui.authentication.type=oauth2
        """
        .formatted(trino.issuer(), trino.client(), OAUTH2, trino.groups());
  }

  /** Nobody is let in by HTTP; behind an ingress Trino believes what that says of TLS. */
  private List<String> shared() {
    List<String> lines = new ArrayList<>();
    lines.add("internal-communication.shared-secret=${ENV:%s}".formatted(INTERNAL));
    if (trino.certificate().isEmpty()) {
      lines.add("http-server.process-forwarded=true");
    }

    return lines;
  }

  /** Ours, and not those that the chart has to try Trino by. */
  private Map<String, Object> catalogs() {
    Map<String, Object> catalogs = new TreeMap<>();
    catalogs.put("lake", lake());
    catalogs.put("tpch", null);
    catalogs.put("tpcds", null);

    return catalogs;
  }

  /** As the embedded Trino has it, but for who it is. */
  private String lake() {
    String uri = String.valueOf(profile.get("catalog.uri"));
    StringBuilder lines =
        new StringBuilder(
            """
            connector.name=iceberg
            iceberg.catalog.type=rest
            iceberg.rest-catalog.uri=%s
            iceberg.rest-catalog.security=OAUTH2
            iceberg.rest-catalog.oauth2.credential=trino:${ENV:%s}
            iceberg.rest-catalog.oauth2.server-uri=%s
            iceberg.rest-catalog.oauth2.scope=%s
            fs.native-s3.enabled=true
            """
                .formatted(
                    uri,
                    CATALOG,
                    profile.getOrDefault("catalog.oauth2-uri", uri + "/v1/oauth/tokens"),
                    profile.getOrDefault("catalog.scope", "catalog")));
    for (String key : List.of("s3.region", "s3.endpoint", "s3.path-style-access")) {
      Optional.ofNullable(profile.get(key))
          .ifPresent(value -> lines.append(key).append('=').append(value).append('\n'));
    }

    return lines.toString();
  }

  private ObjectNode resourceGroups() {
    return trino.builders().map(ResourceGroups::ofCluster).orElseGet(ResourceGroups::ofCluster);
  }

  /**
   * Of people the same rules as on one machine; who is in which group the provider says. The user
   * that may do everything there is nobody here, where a provider's person could be called so.
   */
  private Body accessControl() {
    Groups groups = Groups.none();
    for (String team : trino.teams()) {
      groups = groups.withTeam("somebody", team);
    }

    return Body.of("type", "configmap")
        .with("refreshPeriod", "10s")
        .with("configFile", "rules.json")
        .with("rules", Map.of("rules.json", text(rules(groups))));
  }

  private ObjectNode rules(Groups groups) {
    return trino
        .builders()
        .map(builders -> AccessRules.ofCluster(contracts, groups, builders))
        .orElseGet(() -> AccessRules.ofCluster(contracts, groups));
  }

  private Optional<Body> coordinator() {
    return trino
        .certificate()
        .map(
            secret ->
                Body.of(
                    "secretMounts",
                    List.of(
                        Body.of("name", "tls")
                            .with("secretName", secret)
                            .with("path", TLS)
                            .map())));
  }

  private Body account() {
    Body account = Body.of("create", true).with("name", "trino");
    Optional.ofNullable(values.identities().get("trino"))
        .ifPresent(
            role -> account.with("annotations", Body.of("eks.amazonaws.com/role-arn", role)));

    return account;
  }

  private Map<String, Object> variable(String name, String key) {
    return Body.of("name", name)
        .with(
            "valueFrom",
            Body.of("secretKeyRef", Body.of("name", trino.secret()).with("key", key).map()))
        .map();
  }

  private static String text(ObjectNode json) {
    return json.toPrettyString() + "\n";
  }
}
