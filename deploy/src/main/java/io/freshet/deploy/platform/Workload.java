package io.freshet.deploy.platform;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.NearestName;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * One program that runs in pods, as far as it is given settings and files.
 *
 * @param settings prefixes of the keys that it reads
 */
record Workload(String name, Kind kind, List<String> settings) {
  /** Of the JVM's trust: whoever loads a profile reads it. */
  private static final String TRUSTED = "tls.ca";

  /** Of a server's own door and database, after its label. */
  private static final List<String> OWN = List.of(".tls.", ".postgres-");

  enum Kind {
    SERVERS,
    FLINK,
    SPARK;

    /** By which values speak of all of its kind. */
    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Workload {
    settings = List.copyOf(settings);
  }

  /** Whether a word of the company's values means it: its name, or that of its kind. */
  boolean isCalled(String word) {
    return word.equals(name) || word.equals(kind.label());
  }

  /**
   * A door's certificate and a database's user are read by their server, though others share the
   * prefix, and by whoever names just them.
   */
  boolean reads(String key) {
    for (String own : OWN) {
      int end = key.indexOf(own);
      if (end > 0 && ServerKind.labelled(key.substring(0, end)).isPresent()) {
        String label = key.substring(0, end);

        return (kind == Kind.SERVERS && label.equals(name)) || settings.contains(label + own);
      }
    }

    return key.equals(TRUSTED) || settings.stream().anyMatch(key::startsWith);
  }

  boolean usesKafka() {
    return settings.contains("kafka.");
  }

  /** The user that {@link KafkaUsers} makes for it; batch jobs share one. */
  String kafkaUser() {
    return kind == Kind.SPARK ? kind.label() : name;
  }

  /**
   * @param key of the values, at which the word stands
   * @throws FreshetException when the word means none of them
   */
  static void requireKnown(String key, String word, List<Workload> all) {
    if (all.stream().noneMatch(each -> each.isCalled(word))) {
      Set<String> known = new TreeSet<>();
      all.forEach(each -> known.addAll(List.of(each.name, each.kind.label())));
      throw new FreshetException(
          Fault.CALLER,
          "%s names %s, which is no process of this installation%s"
              .formatted(key, word, NearestName.hint(word, known)));
    }
  }
}
