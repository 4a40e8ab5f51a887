package io.freshet.deploy.platform;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.RawJson;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.core.toolkit.Sha256;
import io.freshet.deploy.company.CompanyValues;
import io.freshet.deploy.company.CompanyValues.KafkaLogin;
import io.freshet.deploy.company.CompanyValues.SecretReference;
import io.freshet.deploy.company.SqlApplication;
import io.freshet.deploy.manifest.Body;
import io.freshet.deploy.manifest.Manifests;
import io.freshet.deploy.manifest.Pruning;
import io.freshet.deploy.manifest.Resource;
import io.freshet.deploy.manifest.Resource.Metadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What every process of ours is given: the profile and its contracts as files, secrets as variables
 * that refer to Secrets. Each process gets those alone whose settings it reads.
 */
final class Surroundings {
  static final String PROFILE = "/opt/freshet/settings/profile.yaml";
  static final String CONTRACTS = "/opt/freshet/contracts";
  static final String RECEIPTS = "/var/freshet/receipts";
  static final String ACCOUNTS = "/var/freshet/accounts";
  static final String RECEIPTS_CLAIM = "freshet-receipts";

  /** Changes with the settings, and so starts whoever bears it anew. */
  static final String SETTINGS_ANNOTATION = "freshet.io/settings";

  private static final String CATALOG_TOKEN = "catalog.token";
  private static final String JOB_MANAGERS = "console.flink";
  private static final String PROFILE_MAP = "freshet-profile";
  private static final String SETTINGS = "settings";
  private static final String REDIS_USERS_MAP = "freshet-redis-rules";
  static final String CATALOG_CLIENTS_MAP = "freshet-catalog-clients";
  private static final int DIGEST_BYTES = 8;

  private final CompanyValues values;
  private final Contracts contracts;
  private final List<SqlApplication> applications;
  private final KafkaLogins logins;
  private final RedisLogins redisLogins;
  private final CatalogLogins catalogLogins;
  private final Doors doors;
  private final Mounts mounts;

  Surroundings(CompanyValues values, Contracts contracts, List<SqlApplication> applications) {
    this.values = values;
    this.contracts = contracts;
    this.applications = List.copyOf(applications);
    this.logins = new KafkaLogins(values);
    this.redisLogins = new RedisLogins(values, applications);
    this.catalogLogins = new CatalogLogins(values, contracts);
    this.doors = new Doors(values);
    this.mounts = new Mounts(values, logins, redisLogins, catalogLogins);
  }

  /**
   * @throws FreshetException when what one of them is told does not fit what it is given
   */
  void check(List<Workload> workloads) {
    logins.check(workloads);
    redisLogins.check();
    catalogLogins.check();
    doors.check();
    FileChecks.refuse(values, workloads);
  }

  CompanyValues values() {
    return values;
  }

  Contracts contracts() {
    return contracts;
  }

  Metadata metadata(String name) {
    return Metadata.of(name, values.namespace());
  }

  Metadata metadata(String name, String component) {
    return Metadata.of(name, values.namespace(), component);
  }

  /** Of what stays when a later render has it no more, as pods of this one may come again. */
  Metadata kept(String name, String component) {
    Metadata metadata = metadata(name, component);

    return new Metadata(
        metadata.name(),
        metadata.namespace(),
        metadata.labels(),
        Pruning.neverAsAnEarlierVersionNeedsIt());
  }

  /** The profile, and a map for each contract that has a file. */
  List<Resource> resources() {
    List<Resource> resources = new ArrayList<>();
    resources.add(
        Resource.of(
            SETTINGS,
            "v1",
            "ConfigMap",
            kept(profileMap(), SETTINGS),
            "data",
            Map.of("profile.yaml", Manifests.text(new TreeMap<>(profile())))));
    for (Contract contract : written(withThePlatforms(contracts.all()))) {
      resources.add(
          Resource.of(
              "contracts",
              "v1",
              "ConfigMap",
              metadata(contractMap(contract)),
              "data",
              Map.of(contract.name() + ".yaml", contracts.text(contract).orElseThrow())));
    }

    redisLogins.rules(metadata(REDIS_USERS_MAP)).ifPresent(resources::add);
    catalogLogins.clients(metadata(CATALOG_CLIENTS_MAP)).ifPresent(resources::add);

    return resources;
  }

  private List<Contract> written(Collection<Contract> some) {
    return some.stream().filter(contract -> contracts.text(contract).isPresent()).toList();
  }

  /** A company may have given the platform's own other settings, which all who read some follow. */
  private List<Contract> withThePlatforms(Collection<Contract> some) {
    return some.isEmpty()
        ? List.of()
        : Stream.concat(some.stream(), platforms()).distinct().toList();
  }

  /** A company may also have ended one: who does not see that file knows the platform's. */
  private Stream<Contract> platforms() {
    return Contracts.PLATFORM.stream()
        .flatMap(name -> contracts.named(name).or(() -> contracts.retired(name)).stream());
  }

  private static String contractMap(Contract contract) {
    return "contract-" + contract.name().replace('_', '-');
  }

  Map<String, Object> profile() {
    Map<String, Object> profile = new TreeMap<>();
    profile.put("contracts.path", CONTRACTS);
    profile.put("receipts.path", RECEIPTS);
    profile.put("kafka.bootstrap", values.kafka().bootstrap());
    profile.put("kafka.max-replicas", values.kafka().maxReplicas());
    profile.put("catalog.warehouse", values.store().warehouse());
    profile.put("s3.region", values.store().region());
    // Backups read no other store; elsewhere the company's own tell where state lies.
    if (values.store().state().startsWith("s3://")) {
      profile.put("backup.flink-state", values.store().state());
    }
    profile.put("catalog.uri", doors.address(ServerKind.CATALOG));
    profile.put("gateway.accounts-path", ACCOUNTS);
    profile.putAll(doors.settings());
    // By an ingress or a mesh, unless settings name whom the console asks who comes.
    if (values.servers().containsKey(ServerKind.CONSOLE.label())
        && !values.settings().containsKey("console.oidc.issuer")) {
      profile.put("console.login.elsewhere", true);
    }
    if (values.servers().containsKey(ServerKind.LINEAGE.label())) {
      profile.put("lineage.url", doors.address(ServerKind.LINEAGE));
    }
    profile.putAll(logins.settings());
    profile.putAll(redisLogins.settings());
    profile.putAll(catalogLogins.settings());
    profile.putAll(values.settings());

    return profile;
  }

  /** Flink's operator makes a Service of each deployment's REST API, named so. */
  private List<String> jobManagers() {
    return new FlinkJobs(this)
        .all(applications).stream()
            .map(
                job ->
                    "http://%s-rest.%s.svc:%d"
                        .formatted(job.name(), values.namespace(), Network.FLINK_REST))
            .toList();
  }

  /** Whether its door has a certificate of its own, and so is no HTTP one. */
  boolean speaksTls(ServerKind kind) {
    return doors.speaksTls(kind);
  }

  /** Of JVMs that read no profile, and so no {@code tls.ca}. */
  Optional<String> trustOption() {
    return values.trustStore().map("-Djavax.net.ssl.trustStore=%s"::formatted);
  }

  /** Where raw JSON lands, by the company's settings. */
  RawJson rawJson() {
    return RawJson.from(Settings.of(values.settings()));
  }

  /**
   * Other settings are another map: who goes back to a pod of before finds those that it had, and
   * not the ones that it was refused for.
   */
  private String profileMap() {
    return "%s-%s".formatted(PROFILE_MAP, settingsDigest());
  }

  /** A short digest of the profile. */
  String settingsDigest() {
    return digest(Manifests.text(profile()));
  }

  boolean kafkaAsks() {
    return logins.isAsked();
  }

  /** As whom a process comes to Kafka. */
  String kafkaUser(Workload workload) {
    return logins.own(workload).map(KafkaLogin::user).orElse(workload.kafkaUser());
  }

  /** Of the catalog's clients, where they are generated. */
  Optional<String> catalogClientsDigest() {
    return catalogLogins.digest();
  }

  static String digest(String text) {
    return HexFormat.of().formatHex(Sha256.of(text), 0, DIGEST_BYTES);
  }

  /** Variables of a process: the profile, each secret that it reads, and what is its own. */
  List<Map<String, Object>> environment(Workload workload) {
    List<Map<String, Object>> variables = new ArrayList<>();
    variables.add(Body.of("name", "FRESHET_PROFILE").with("value", PROFILE).map());
    values.secrets().entrySet().stream()
        .filter(secret -> workload.reads(secret.getKey()))
        .filter(secret -> !isReplaced(workload.name(), secret.getKey()))
        .forEach(secret -> variables.add(variable(secret.getKey(), secret.getValue())));
    Map<String, String> own = new TreeMap<>(logins.variables(workload));
    own.putAll(redisLogins.variables(workload));
    own.putAll(catalogLogins.variables(workload));
    // No setting of the profile: one job more would start every process anew.
    if (workload.reads(JOB_MANAGERS) && !values.settings().containsKey(JOB_MANAGERS)) {
      own.put(JOB_MANAGERS, String.join(",", jobManagers()));
    }
    own.forEach(
        (key, value) ->
            variables.add(
                Body.of("name", Settings.environmentName(key)).with("value", value).map()));

    return variables;
  }

  private static Map<String, Object> variable(String key, SecretReference secret) {
    return Body.of("name", Settings.environmentName(key))
        .with(
            "valueFrom",
            Body.of(
                "secretKeyRef", Body.of("name", secret.secret()).with("key", secret.key()).map()))
        .map();
  }

  /**
   * @throws FreshetException when the company names no Secret for one of them
   */
  void requireSecrets(String component, List<String> keys) {
    List<String> lacking =
        keys.stream()
            .filter(key -> !values.secrets().containsKey(key))
            .filter(key -> !isReplaced(component, key))
            .filter(key -> !key.equals(CATALOG_TOKEN) || !hasCatalogLogins())
            .toList();
    if (!lacking.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s does not start without %s; name the Secret that holds it under secrets"
              .formatted(component, String.join(", ", lacking)));
    }
  }

  /** A server that comes to Postgres as a user of its own does not learn what the others' is. */
  private boolean isReplaced(String component, String key) {
    return key.equals("postgres.password")
        && values.secrets().containsKey(component + ".postgres-password");
  }

  /** Then nobody needs the one token that opens all: processes have a credential. */
  private boolean hasCatalogLogins() {
    boolean isKnown =
        !values.servers().containsKey(ServerKind.CATALOG.label())
            || values.settings().containsKey("catalog.jwt-issuer")
            || (values.settings().containsKey("catalog-logins.file")
                && values.secrets().containsKey("catalog-logins.secret"));

    return values.catalogClients().isPresent()
        || (isKnown && values.secrets().containsKey("catalog.credential"));
  }

  /** Files of a process: the profile and, where it has some, contracts; the company's own. */
  List<Map<String, Object>> volumes(Collection<Contract> some, Workload workload) {
    List<Map<String, Object>> volumes = new ArrayList<>();
    volumes.add(Body.of("name", SETTINGS).with("configMap", Body.of("name", profileMap())).map());
    List<Map<String, Object>> sources = new ArrayList<>();
    for (Contract contract : written(withThePlatforms(some))) {
      sources.add(Body.of("configMap", Body.of("name", contractMap(contract)).map()).map());
    }
    // Without any the folder is there all the same: it holds the platform's own.
    volumes.add(
        sources.isEmpty()
            ? emptyDir("contracts")
            : Body.of("name", "contracts").with("projected", Body.of("sources", sources)).map());
    volumes.addAll(mounts.volumes(workload));

    return volumes;
  }

  List<Map<String, Object>> mounts(Workload workload) {
    List<Map<String, Object>> all = new ArrayList<>();
    all.add(readOnlyMount(SETTINGS, "/opt/freshet/settings"));
    all.add(readOnlyMount("contracts", CONTRACTS));
    all.addAll(mounts.mounts(workload));

    return all;
  }

  static Map<String, Object> readOnlyMount(String name, String path) {
    return Body.of("name", name).with("mountPath", path).with("readOnly", true).map();
  }

  static Map<String, Object> mount(String name, String path) {
    return Body.of("name", name).with("mountPath", path).map();
  }

  /** Writable, and gone with the pod. */
  static Map<String, Object> emptyDir(String name) {
    return Body.of("name", name).with("emptyDir", Map.of()).map();
  }
}
