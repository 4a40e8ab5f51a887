package io.freshet.deploy.company;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * All that an installation is beside its contracts and applications: one file of a company. Holds
 * no secret, only where each is.
 *
 * @param namespace of Kubernetes, in which all of it lives but topics and users of Kafka
 * @param tls what encrypts on the way to a server without a certificate
 * @param markets each with gateways of its own; none: one set of gateways for all
 * @param settings of the profile, by dotted keys
 * @param secrets by the dotted keys of the settings that they are
 * @param identities what each service account may do in the cloud, by its name: {@code flink},
 *     {@code spark} and those of servers; the value is an IAM role's ARN
 * @param pools sizes of Flink applications by their names; {@code default} for those not named
 * @param jobs Flink applications that no contract asks for
 * @param applications names of SQL applications
 * @param servers by their labels, those that run
 * @param backup empty where nobody has said when
 * @param mounts files that processes find beside the profile and contracts
 * @param network who is let in beside those whom our servers need
 * @param redisUsers a Secret with the passwords of users of Redis, by the names of the processes
 *     that come as them; without, all come as one
 * @param catalogClients a Secret with the secrets of clients of the catalog, by the names of the
 *     processes that come as them; without, all come as one
 * @param trino empty where others say what Trino is
 * @param trustStore a file that Flink's and Spark's JVMs trust by, in place of their own; they read
 *     no {@code tls.ca}
 */
public record CompanyValues(
    String company,
    String namespace,
    Tls tls,
    Images images,
    Kafka kafka,
    Store store,
    List<Market> markets,
    Map<String, String> settings,
    Map<String, SecretReference> secrets,
    Map<String, String> identities,
    Map<String, PoolSize> pools,
    List<Job> jobs,
    List<String> applications,
    Map<String, ServerSize> servers,
    Batch batch,
    Optional<Backup> backup,
    List<Mount> mounts,
    List<NetworkRule> network,
    Optional<String> redisUsers,
    Optional<String> catalogClients,
    Optional<TrinoCluster> trino,
    Optional<String> trustStore) {
  static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?");
  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z][0-9A-Za-z._-]*");
  private static final Pattern TRUST_STORE =
      Pattern.compile(Mount.ROOT + "(/[A-Za-z0-9_.-]+)+[.]jks");

  public CompanyValues {
    markets = List.copyOf(markets);
    settings = new TreeMap<>(settings);
    secrets = new TreeMap<>(secrets);
    identities = new TreeMap<>(identities);
    pools = new TreeMap<>(pools);
    jobs = List.copyOf(jobs);
    applications = List.copyOf(applications);
    servers = new TreeMap<>(servers);
    mounts = List.copyOf(mounts);
    network = List.copyOf(network);
    requireName("company", company);
    requireName("namespace", namespace);
    markets.forEach(market -> requireName("markets[].name", market.name()));
    jobs.forEach(job -> requireName("jobs[].name", job.name()));
    trustStore
        .filter(file -> !TRUST_STORE.matcher(file).matches())
        .ifPresent(
            file -> {
              throw new InvalidSettingException(
                  "trust-store",
                  file,
                  "a file below a mount, such as %s/trust/truststore.jks".formatted(Mount.ROOT));
            });
  }

  /**
   * @param version of all images; a tag that never moves
   */
  public record Images(String registry, String version) {
    public Images {
      if (version.equals("latest") || !VERSION.matcher(version).matches()) {
        throw new InvalidSettingException(
            "images.version", version, "a version that never moves, such as 1.4.0");
      }
    }

    /** The image of one module, such as {@code registry.example/freshet/catalog:1.4.0}. */
    public String of(String module) {
      return "%s/%s:%s".formatted(registry, module, version);
    }
  }

  /**
   * @param cluster Strimzi's name of the cluster; empty where another one makes topics, by {@code
   *     contract apply}
   * @param namespace in which Strimzi looks for topics and users
   * @param logins of processes that come as another user than the one that is made for them; by
   *     their names, or {@code servers}, {@code flink}, {@code spark}
   */
  public record Kafka(
      String bootstrap,
      Optional<String> cluster,
      String namespace,
      int maxReplicas,
      Map<String, KafkaLogin> logins) {
    public Kafka {
      logins = new TreeMap<>(logins);
    }
  }

  /**
   * A user of Kafka, and where its password is. Its name becomes a key of a ConfigMap, and a word
   * that a shell reads.
   */
  public record KafkaLogin(String user, SecretReference password) {
    private static final String STRIMZIS_KEY = "password";
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    public KafkaLogin {
      if (!USER.matcher(user).matches()) {
        throw new InvalidSettingException(
            "kafka.logins.*.user", user, "1 to 200 letters, digits, dots, hyphens and underscores");
      }
    }

    /** Of a user that Strimzi makes: its password is in a Secret of the same name. */
    public static KafkaLogin ofStrimzis(String user) {
      return new KafkaLogin(user, new SecretReference(user, STRIMZIS_KEY));
    }
  }

  /**
   * @param warehouse where tables lie
   * @param state of Flink: checkpoints, savepoints, high availability
   * @param sharedClass the storage class of volumes that several pods mount, for receipts
   */
  public record Store(String warehouse, String state, String region, String sharedClass) {
    public Store {
      // Iceberg's S3FileIO is what all modules open tables by.
      requireFolder("store.warehouse", warehouse, "s3");
      requireFolder("store.state", state, "s3|gs|abfss");
    }

    private static void requireFolder(String key, String folder, String schemes) {
      if (!folder.matches("(%s)://.+[^/]".formatted(schemes))) {
        throw new InvalidSettingException(
            key, folder, "a folder in a bucket, such as s3://company-lake/warehouse");
      }
    }
  }

  /** One in which the company delivers. */
  public record Market(String name, int gateways) {}

  /**
   * @param secret the name of a Secret that is there already, and the key in it
   */
  public record SecretReference(String secret, String key) {}

  /**
   * How large a Flink application is.
   *
   * @param parallelism at first; the autoscaler changes it within its bounds
   * @param maxParallelism that the autoscaler goes up to
   * @param cpu processors of one TaskManager, with a slot for each
   */
  public record PoolSize(int parallelism, int maxParallelism, double cpu, String memory) {
    /** Into so many parts state is cut for good: Flink's default of small jobs. */
    public static final int KEY_GROUPS = 128;

    public static final PoolSize SMALL = new PoolSize(1, 4, 1, "2g");

    public PoolSize {
      if (parallelism < 1 || maxParallelism < parallelism) {
        throw new InvalidSettingException(
            "pools.*.parallelism", parallelism, "between 1 and its max-parallelism");
      }
      if (maxParallelism > KEY_GROUPS) {
        throw new InvalidSettingException(
            "pools.*.max-parallelism", maxParallelism, "at most " + KEY_GROUPS);
      }
      if (!(cpu > 0)) {
        throw new InvalidSettingException("pools.*.cpu", cpu, "more than 0");
      }
    }
  }

  /**
   * A Flink application of the company's domain.
   *
   * @param image the module that it is in
   * @param reads streams, by the contracts' names
   * @param writes streams
   * @param settings prefixes of the keys that it reads beside the shared ones, such as {@code eta.}
   * @param redis keys that it writes in Redis, and channels that it tells on, as patterns
   */
  public record Job(
      String name,
      String image,
      String main,
      List<String> reads,
      List<String> writes,
      List<String> settings,
      List<String> redis) {
    /** Nothing in it ends a word of Redis's access rules. */
    private static final Pattern KEYS = Pattern.compile("[A-Za-z0-9:_{}*.-]+");

    public Job {
      reads = List.copyOf(reads);
      writes = List.copyOf(writes);
      settings = List.copyOf(settings);
      redis = List.copyOf(redis);
      for (String keys : redis) {
        if (!KEYS.matcher(keys).matches() || keys.startsWith("*")) {
          throw new InvalidSettingException(
              "jobs.%s.redis".formatted(name), keys, "a pattern of keys of its own, such as eta:*");
        }
      }
    }
  }

  /**
   * @param cpu processors, and {@code memory} as Kubernetes writes it; requests are limits
   */
  public record ServerSize(int replicas, String cpu, String memory) {}

  /**
   * Spark.
   *
   * @param nightlySchedule of cron, UTC: when partitions that are over and not published, or have
   *     changed, are computed
   * @param maintenanceEvery from the end of one round of maintenance to the next
   * @param executors at most
   */
  public record Batch(
      String nightlySchedule, Duration maintenanceEvery, int executors, int cores, String memory) {
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    public Batch {
      if (maintenanceEvery.compareTo(SHORTEST_PAUSE) < 0) {
        throw new InvalidSettingException(
            "batch.maintenance-every", Durations.print(maintenanceEvery), "1s or longer");
      }
    }
  }

  private static void requireName(String key, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidSettingException(key, name, "lower-case letters, digits and hyphens");
    }
  }

  /** The size of a Flink application. */
  public PoolSize pool(String name) {
    return pools.getOrDefault(name, pools.getOrDefault("default", PoolSize.SMALL));
  }
}
