package io.freshet.deploy.platform;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.company.CompanyValues;
import io.freshet.deploy.company.SqlApplication;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Users of Redis, each with the keys, channels and commands of one process and nothing else, in the
 * words of {@code ACL SETUSER}; Redis 7 is the first that knows all of them. A user has no
 * password, and so lets nobody in, until somebody gives it one.
 */
final class RedisUsers {
  /** Who repairs by hand: {@code redis rebuild}, {@code redis compare}, {@code forget}. */
  static final String OPERATOR = "operator";

  private static final Set<String> TAKEN =
      Set.of(OPERATOR, ServerKind.LIVE.label(), ServerKind.CONSOLE.label());

  private static final String BEGIN = "on resetchannels";

  /** What a client says by itself while a Cluster moves a key from one node to another. */
  private static final String MOVED = "+asking";

  /** What clients say by themselves, of one server and of a Cluster. */
  private static final String CONNECT = MOVED + " +ping +client|setname +cluster|slots";

  private static final String LIVE =
      BEGIN
          + " %R~eta:* %R~heartbeat:* %R~trace:* ~menu:* &eta:* +mget +hmget +eval +hset +pexpire"
          + " +ssubscribe +sunsubscribe +info +cluster|nodes +cluster|myid "
          + CONNECT;

  private static final String CONSOLE =
      BEGIN + " %R~eta:* %R~dasher:* %R~supply:* +get +scan " + MOVED + " +ping +cluster|slots";

  private static final String DOCUMENTS = "+evalsha +script|load +getrange +set +spublish +wait";
  private static final String REPAIRS = "+eval +get +scan +del";
  private static final String HASHES = "+evalsha +script|load +hget +del +hset +pexpire";

  /** Begins with a letter that stands for itself, and has no other sign of rules than stars. */
  private static final Pattern OWN = Pattern.compile("[^*?\\[\\\\\\s][^?\\[\\\\\\s]*");

  private final CompanyValues values;
  private final List<SqlApplication> applications;

  RedisUsers(CompanyValues values, List<SqlApplication> applications) {
    this.values = values;
    this.applications = List.copyOf(applications);
  }

  /** By the names of the processes, and the operator's. */
  Map<String, String> rules() {
    Map<String, String> rules = new TreeMap<>();
    server(rules, ServerKind.LIVE, LIVE);
    server(rules, ServerKind.CONSOLE, CONSOLE);
    values.jobs().stream()
        .filter(job -> !job.redis().isEmpty())
        .forEach(job -> rules.put(job.name(), documents(job.redis(), DOCUMENTS)));
    for (SqlApplication application : applications) {
      List<String> keys = keys(application);
      if (!keys.isEmpty()) {
        rules.put(
            FlinkJobs.name(application),
            "%s %s %s %s".formatted(BEGIN, each("~", keys), HASHES, CONNECT));
      }
    }
    List<String> all =
        values.jobs().stream().flatMap(job -> job.redis().stream()).distinct().toList();
    if (!all.isEmpty()) {
      rules.put(OPERATOR, documents(all, DOCUMENTS + " " + REPAIRS));
    }

    return rules;
  }

  private void server(Map<String, String> rules, ServerKind kind, String rule) {
    if (values.servers().containsKey(kind.label())) {
      rules.put(kind.label(), rule);
    }
  }

  /** Each change of a document is told on the channel of its key's name. */
  private static String documents(Collection<String> patterns, String commands) {
    return "%s %s %s %s %s"
        .formatted(BEGIN, each("~", patterns), each("&", patterns), commands, CONNECT);
  }

  private static String each(String sign, Collection<String> patterns) {
    return patterns.stream().map(sign::concat).collect(Collectors.joining(" "));
  }

  /** Of its sinks: {@code surge:{market}} stands for {@code surge:*}. */
  private static List<String> keys(SqlApplication application) {
    Object root =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(application.files().getOrDefault("application.yaml", ""));

    return root instanceof Map<?, ?> map && map.get("sinks") instanceof List<?> sinks
        ? sinks.stream().flatMap(RedisUsers::pattern).distinct().toList()
        : List.of();
  }

  private static Stream<String> pattern(Object sink) {
    return sink instanceof Map<?, ?> map && map.containsKey("redis")
        ? Stream.of(String.valueOf(map.get("key")).replaceAll("\\{[^}]*}", "*"))
        : Stream.empty();
  }

  /**
   * @throws FreshetException when a job would come to Redis and may do nothing there or what
   *     somebody else may, or an application may write the keys of others
   */
  void check() {
    List<String> lacking =
        values.jobs().stream()
            .filter(job -> job.settings().contains("redis.") && job.redis().isEmpty())
            .map(CompanyValues.Job::name)
            .toList();
    if (!lacking.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          ("redis.users gives each process a user of its own, and jobs of the name %s say under"
                  + " redis which keys they write, such as [eta:*]; they don't")
              .formatted(String.join(", ", lacking)));
    }
    values.jobs().forEach(RedisUsers::requireOwnName);
    applications.forEach(RedisUsers::requireOwnKeys);
  }

  private static void requireOwnName(CompanyValues.Job job) {
    if (TAKEN.contains(job.name())) {
      throw new FreshetException(
          Fault.CALLER,
          ("A job is called %s, and so is another user of Redis, so that both would have the rules"
                  + " of one; give the job another name")
              .formatted(job.name()));
    }
  }

  private static void requireOwnKeys(SqlApplication application) {
    keys(application).stream()
        .filter(pattern -> !OWN.matcher(pattern).matches())
        .findFirst()
        .ifPresent(
            pattern -> {
              throw new FreshetException(
                  Fault.CALLER,
                  ("The application %s writes keys of Redis as %s, and so could write those of"
                          + " others; let its key begin with a word of its own, as surge:{market}"
                          + " does")
                      .formatted(application.name(), pattern));
            });
  }
}
