package io.freshet.deploy.platform;

import io.freshet.core.contract.Contract;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.NearestName;
import io.freshet.deploy.company.CompanyValues.Market;
import io.freshet.deploy.company.CompanyValues.ServerSize;
import io.freshet.deploy.manifest.Body;
import io.freshet.deploy.manifest.Resource;
import io.freshet.deploy.manifest.Resource.Metadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Our servers, each with a Service, what disruption it bears and who may reach it. Gateways keep
 * accounts on a volume of their own, and each market has gateways of its own: the rush of one takes
 * no other's.
 */
final class Servers {
  private static final String COMPONENT = "app.kubernetes.io/component";
  private static final String CATALOG_CLIENTS = "freshet.io/catalog-clients";

  /** Where two of a kind are not to be together. */
  private static final List<String> APART =
      List.of("topology.kubernetes.io/zone", "kubernetes.io/hostname");

  /** So long a pod that goes may still be sent requests. */
  private static final int SECONDS_TO_BE_FORGOTTEN = 5;

  /** With those, and 30 s for what has begun: doors take 10, live servers 5 more. */
  private static final int SECONDS_TO_STOP = 35;

  private final Surroundings here;

  Servers(Surroundings here) {
    this.here = here;
  }

  List<Resource> resources() {
    List<Resource> resources = new ArrayList<>();
    here.values().servers().forEach((label, size) -> resources.addAll(server(kind(label), size)));

    return resources;
  }

  List<Workload> workloads() {
    return here.values().servers().keySet().stream().map(label -> kind(label).workload()).toList();
  }

  private static ServerKind kind(String label) {
    return ServerKind.labelled(label)
        .orElseThrow(
            () ->
                new FreshetException(
                    Fault.CALLER,
                    "servers.%s is no server%s"
                        .formatted(
                            label,
                            NearestName.hint(
                                label,
                                Arrays.stream(ServerKind.values())
                                    .map(ServerKind::label)
                                    .toList()))));
  }

  private List<Resource> server(ServerKind kind, ServerSize size) {
    here.requireSecrets(kind.label(), kind.secrets());
    List<Resource> resources = new ArrayList<>();
    resources.add(Accounts.withoutRights(here, "servers", kind.label()));
    resources.add(service(kind, kind.label(), Map.of(COMPONENT, kind.label())));
    resources.add(Network.server(kind, here));
    List<Market> markets = here.values().markets();
    if (kind == ServerKind.GATEWAY && !markets.isEmpty()) {
      for (Market market : markets) {
        String name = "%s-%s".formatted(kind.label(), market.name());
        resources.addAll(
            instances(
                kind,
                name,
                new ServerSize(market.gateways(), size.cpu(), size.memory()),
                Map.of(COMPONENT, kind.label(), "freshet.io/market", market.name())));
      }
    } else {
      resources.addAll(instances(kind, kind.label(), size, Map.of(COMPONENT, kind.label())));
    }

    return resources;
  }

  private Resource service(ServerKind kind, String name, Map<String, Object> selected) {
    Body spec =
        Body.of("selector", ordered(selected))
            .with(
                "ports",
                List.of(
                    Body.of("name", "http")
                        .with("port", kind.port())
                        .with("targetPort", "http")
                        .with("protocol", "TCP")
                        .map()));

    return Resource.of(
        "servers", "v1", "Service", here.metadata(name, kind.label()), "spec", spec.map());
  }

  private static Map<String, Object> ordered(Map<String, Object> labels) {
    return new TreeMap<>(labels);
  }

  private List<Resource> instances(
      ServerKind kind, String name, ServerSize size, Map<String, Object> labels) {
    int replicas = kind.isSingle() ? 1 : size.replicas();
    List<Resource> resources = new ArrayList<>();
    boolean isGateway = kind == ServerKind.GATEWAY;
    Metadata metadata = new Metadata(name, here.values().namespace(), ordered(labels), Map.of());
    if (isGateway && !name.equals(kind.label())) {
      resources.add(service(kind, name, labels));
    }
    Body spec =
        Body.of("replicas", replicas)
            .with("selector", Body.of("matchLabels", ordered(labels)))
            .with("template", pod(kind, size, labels));
    if (isGateway) {
      spec.with("serviceName", name).with("volumeClaimTemplates", List.of(accounts()));
    } else {
      // The next one of a kind that must be alone waits until the last is gone.
      spec.with("strategy", strategy(kind));
    }
    resources.add(
        Resource.of(
            "servers",
            "apps/v1",
            isGateway ? "StatefulSet" : "Deployment",
            metadata,
            "spec",
            spec.map()));
    if (replicas > 1) {
      resources.add(
          Resource.of(
              "servers",
              "policy/v1",
              "PodDisruptionBudget",
              metadata,
              "spec",
              Body.of("maxUnavailable", 1)
                  .with("selector", Body.of("matchLabels", ordered(labels)))
                  .map()));
    }

    return resources;
  }

  private static Body strategy(ServerKind kind) {
    return kind.isSingle()
        ? Body.of("type", "Recreate")
        : Body.of("type", "RollingUpdate")
            .with("rollingUpdate", Body.of("maxUnavailable", 0).with("maxSurge", 1));
  }

  private static Map<String, Object> accounts() {
    return Body.of("metadata", Body.of("name", "accounts"))
        .with(
            "spec",
            Body.of("accessModes", List.of("ReadWriteOnce"))
                .with("resources", Body.of("requests", Body.of("storage", "1Gi").map()).map()))
        .map();
  }

  private Body pod(ServerKind kind, ServerSize size, Map<String, Object> labels) {
    List<Contract> contracts = kind.readsContracts() ? here.contracts().all() : List.of();
    List<Map<String, Object>> volumes = here.volumes(contracts, kind.workload());
    volumes.add(Surroundings.emptyDir("tmp"));
    if (kind == ServerKind.CONSOLE) {
      volumes.add(
          Body.of("name", "receipts")
              .with("persistentVolumeClaim", Body.of("claimName", Surroundings.RECEIPTS_CLAIM))
              .map());
    }

    return Body.of(
            "metadata",
            Body.of("labels", ordered(labels))
                .with(
                    "annotations",
                    Body.of(Surroundings.SETTINGS_ANNOTATION, here.settingsDigest())
                        .with(CATALOG_CLIENTS, clientsOf(kind))
                        // Each answers GET /metrics at the port of its door.
                        .with("prometheus.io/scrape", "true")
                        .with("prometheus.io/port", Integer.toString(kind.port()))
                        .with(
                            "prometheus.io/scheme",
                            here.speaksTls(kind) ? Optional.of("https") : Optional.empty())))
        .with(
            "spec",
            Body.of("serviceAccountName", kind.label())
                .with("automountServiceAccountToken", false)
                .with("securityContext", Safety.pod(Safety.USER))
                .with("terminationGracePeriodSeconds", SECONDS_TO_STOP)
                .with("topologySpreadConstraints", apart(labels))
                .with("containers", List.of(container(kind, size)))
                .with("volumes", volumes));
  }

  /** Whom the catalog knows is read at its start. */
  private Optional<String> clientsOf(ServerKind kind) {
    return kind == ServerKind.CATALOG ? here.catalogClientsDigest() : Optional.empty();
  }

  /** No two in one zone or on one machine where there are others; better so than not at all. */
  private static List<Map<String, Object>> apart(Map<String, Object> labels) {
    return APART.stream()
        .map(
            place ->
                Body.of("maxSkew", 1)
                    .with("topologyKey", place)
                    .with("whenUnsatisfiable", "ScheduleAnyway")
                    .with("labelSelector", Body.of("matchLabels", ordered(labels)))
                    .map())
        .toList();
  }

  /** A port that is closed before all who send there have heard of it fails their requests. */
  private static Optional<Body> lifecycle(ServerKind kind) {
    return kind.isSingle() // who waits for the next one waits for this one to be gone
        ? Optional.empty()
        : Optional.of(
            Body.of("preStop", Body.of("sleep", Body.of("seconds", SECONDS_TO_BE_FORGOTTEN))));
  }

  private Map<String, Object> container(ServerKind kind, ServerSize size) {
    List<Map<String, Object>> mounts = here.mounts(kind.workload());
    mounts.add(Surroundings.mount("tmp", "/tmp"));
    if (kind == ServerKind.GATEWAY) {
      mounts.add(Surroundings.mount("accounts", Surroundings.ACCOUNTS));
    }
    if (kind == ServerKind.CONSOLE) {
      mounts.add(Surroundings.readOnlyMount("receipts", Surroundings.RECEIPTS));
    }
    Body amount = Body.of("cpu", size.cpu()).with("memory", size.memory());

    return Body.of("name", kind.label())
        .with("image", here.values().images().of(kind.image()))
        .with("imagePullPolicy", "IfNotPresent")
        .with("env", here.environment(kind.workload()))
        .with("ports", List.of(Body.of("name", "http").with("containerPort", kind.port()).map()))
        .with("startupProbe", Probes.startup())
        .with("livenessProbe", Probes.liveness())
        .with("readinessProbe", Probes.readiness(kind, here))
        .with("lifecycle", lifecycle(kind))
        .with("resources", Body.of("requests", amount.map()).with("limits", amount.map()))
        .with("securityContext", Safety.container())
        .with("volumeMounts", mounts)
        .map();
  }
}
