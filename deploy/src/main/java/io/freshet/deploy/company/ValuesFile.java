package io.freshet.deploy.company;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Secrets;
import io.freshet.deploy.company.CompanyValues.Batch;
import io.freshet.deploy.company.CompanyValues.Images;
import io.freshet.deploy.company.CompanyValues.Job;
import io.freshet.deploy.company.CompanyValues.Kafka;
import io.freshet.deploy.company.CompanyValues.KafkaLogin;
import io.freshet.deploy.company.CompanyValues.Market;
import io.freshet.deploy.company.CompanyValues.PoolSize;
import io.freshet.deploy.company.CompanyValues.SecretReference;
import io.freshet.deploy.company.CompanyValues.ServerSize;
import io.freshet.deploy.company.CompanyValues.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads a company's values; refuses what it does not know, with the nearest key that it does. */
public final class ValuesFile {
  private ValuesFile() {}

  /**
   * @throws FreshetException naming the file and the key that is wrong
   */
  public static CompanyValues read(Path file) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      Object root = new Yaml(new SafeConstructor(options)).load(Files.readString(file));

      return parse(new Keys("", root));
    } catch (NoSuchFileException e) {
      throw new FreshetException(
          Fault.CALLER,
          "There is no file %s; deploy/example/values.yaml has every key".formatted(file),
          e);
    } catch (IOException | YAMLException | FreshetException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot read the values %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static CompanyValues parse(Keys root) {
    CompanyValues values =
        new CompanyValues(
            root.text("company"),
            root.text("namespace", "freshet"),
            Tls.of(root.optional("tls")),
            images(root.keys("images")),
            kafka(root.keys("kafka")),
            store(root.keys("store")),
            root.list("markets").stream().map(ValuesFile::market).toList(),
            root.texts("settings"),
            root.each("secrets", ValuesFile::secret),
            root.texts("identities"),
            root.each("pools", ValuesFile::pool),
            root.list("jobs").stream().map(ValuesFile::job).toList(),
            root.names("applications"),
            root.each("servers", ValuesFile::server),
            batch(root.keys("batch")),
            backup(root.keys("backup")),
            root.list("mounts").stream().map(ValuesFile::mount).toList(),
            network(root.keys("network")),
            named(root.keys("redis"), "users"),
            named(root.keys("catalog"), "clients"),
            trino(root.keys("trino")),
            root.optional("trust-store"));
    root.refuseUnknown();
    refuseSecrets(values.settings());

    return values;
  }

  private static Images images(Keys keys) {
    Images images = new Images(keys.text("registry"), keys.text("version"));
    keys.refuseUnknown();

    return images;
  }

  private static Kafka kafka(Keys keys) {
    Kafka kafka =
        new Kafka(
            keys.text("bootstrap"),
            Optional.of(keys.text("cluster", "")).filter(cluster -> !cluster.isEmpty()),
            keys.text("namespace", "kafka"),
            keys.number("max-replicas", 3),
            keys.each("logins", ValuesFile::login));
    keys.refuseUnknown();

    return kafka;
  }

  private static KafkaLogin login(Keys keys) {
    KafkaLogin strimzis = KafkaLogin.ofStrimzis(keys.text("user"));
    SecretReference password =
        new SecretReference(
            keys.text("secret", strimzis.password().secret()),
            keys.text("key", strimzis.password().key()));
    keys.refuseUnknown();

    return new KafkaLogin(strimzis.user(), password);
  }

  /** The Secret that a map's only key names. */
  private static Optional<String> named(Keys keys, String key) {
    Optional<String> secret = keys.optional(key);
    keys.refuseUnknown();

    return secret;
  }

  /** Empty where there is nothing under it. */
  private static Optional<TrinoCluster> trino(Keys keys) {
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    TrinoCluster trino =
        new TrinoCluster(
            keys.text("issuer"),
            keys.text("client"),
            keys.text("groups", "groups"),
            keys.text("secret"),
            keys.optional("certificate"),
            keys.optional("builders"),
            keys.names("teams"),
            keys.number("workers", 2));
    keys.refuseUnknown();

    return Optional.of(trino);
  }

  private static Store store(Keys keys) {
    Store store =
        new Store(
            keys.text("warehouse"),
            keys.text("state"),
            keys.text("region"),
            keys.text("shared-class", "efs"));
    keys.refuseUnknown();

    return store;
  }

  private static Market market(Keys keys) {
    Market market = new Market(keys.text("name"), keys.number("gateways", 2));
    keys.refuseUnknown();

    return market;
  }

  private static SecretReference secret(Keys keys) {
    SecretReference secret = new SecretReference(keys.text("secret"), keys.text("key"));
    keys.refuseUnknown();

    return secret;
  }

  private static PoolSize pool(Keys keys) {
    PoolSize size =
        new PoolSize(
            keys.number("parallelism", PoolSize.SMALL.parallelism()),
            keys.number("max-parallelism", PoolSize.SMALL.maxParallelism()),
            keys.decimal("cpu", PoolSize.SMALL.cpu()),
            keys.text("memory", PoolSize.SMALL.memory()));
    keys.refuseUnknown();

    return size;
  }

  private static Job job(Keys keys) {
    Job job =
        new Job(
            keys.text("name"),
            keys.text("image"),
            keys.text("main"),
            keys.names("reads"),
            keys.names("writes"),
            keys.names("settings"),
            keys.names("redis"));
    keys.refuseUnknown();

    return job;
  }

  private static ServerSize server(Keys keys) {
    ServerSize size =
        new ServerSize(
            keys.number("replicas", 2), keys.text("cpu", "500m"), keys.text("memory", "768Mi"));
    keys.refuseUnknown();

    return size;
  }

  private static Batch batch(Keys keys) {
    Batch batch =
        new Batch(
            keys.text("nightly-schedule", "20 * * * *"),
            keys.duration("maintenance-every", Duration.ofMinutes(10)),
            keys.number("executors", 4),
            keys.number("cores", 2),
            keys.text("memory", "4g"));
    keys.refuseUnknown();

    return batch;
  }

  /** Empty where there is nothing under it. */
  private static Optional<Backup> backup(Keys keys) {
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    Backup backup =
        new Backup(
            keys.text("to"),
            keys.text("schedule", "40 2 * * *"),
            keys.number("keep", 30),
            keys.names("parts"));
    keys.refuseUnknown();

    return Optional.of(backup);
  }

  private static Mount mount(Keys keys) {
    String name = keys.text("name");
    List<Mount.Source> sources = new ArrayList<>();
    for (Mount.Kind kind : Mount.Kind.values()) {
      keys.optional(kind.key()).ifPresent(of -> sources.add(new Mount.Source(kind, of)));
    }
    String path = keys.text("path", Mount.folderOf(name));
    List<String> processes = keys.names("processes");
    keys.refuseUnknown();
    if (sources.size() != 1) {
      throw new FreshetException(
          Fault.CALLER,
          "mounts.%s names %d objects to mount; it must name one, as secret, config-map or claim"
              .formatted(name, sources.size()));
    }

    return new Mount(name, sources.get(0), path, processes);
  }

  private static List<NetworkRule> network(Keys keys) {
    List<NetworkRule> rules = keys.list("also").stream().map(ValuesFile::rule).toList();
    keys.refuseUnknown();

    return rules;
  }

  private static NetworkRule rule(Keys keys) {
    NetworkRule rule =
        new NetworkRule(
            keys.text("name"),
            keys.texts("pods"),
            keys.numbers("ports"),
            keys.optional("from-namespace"));
    keys.refuseUnknown();

    return rule;
  }

  /**
   * The profile is a ConfigMap, which whoever may look at pods may read. A key without a value only
   * says that a variable may bring one.
   */
  private static void refuseSecrets(Map<String, String> settings) {
    List<String> secret =
        settings.entrySet().stream()
            .filter(setting -> !setting.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .filter(Secrets::isSecret)
            .toList();
    if (!secret.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          ("settings holds %s, which is a secret; put it into a Secret and name that under"
                  + " secrets: %s: {secret: NAME, key: KEY}")
              .formatted(String.join(", ", secret), secret.get(0)));
    }
    List<String> within =
        settings.entrySet().stream()
            .filter(setting -> !Secrets.masked(setting.getValue()).equals(setting.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (!within.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          ("settings holds %s with a secret within its value, as a password in an address; put the"
                  + " password into a setting of its own if there is one, or the whole value into a"
                  + " Secret and name that under secrets: %s: {secret: NAME, key: KEY}")
              .formatted(String.join(", ", within), within.get(0)));
    }
  }
}
