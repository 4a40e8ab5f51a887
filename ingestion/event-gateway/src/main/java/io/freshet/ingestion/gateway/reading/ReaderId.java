package io.freshet.ingestion.gateway.reading;

import io.freshet.ingestion.gateway.admission.Sender;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which consumer it is. Groups of different callers never meet, nor those of services that read
 * Kafka themselves.
 *
 * @param caller whose key made it, and whose key it needs
 * @param contracts that the caller's token is good for, and that another token must name as well;
 *     empty for keys and for tokens that are good for all
 */
public record ReaderId(
    String caller, Optional<Set<String>> contracts, String group, String instance) {
  static final String NAMES = "1 to 100 letters, digits, dots, hyphens and underscores";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  public static ReaderId of(Sender caller, String group, String instance) {
    return new ReaderId(caller.producer(), caller.contracts(), group, instance);
  }

  /** Whether a group or an instance may be named so. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** What the group is called in Kafka. */
  String kafkaGroup() {
    return "http.%s.%s".formatted(caller, group);
  }
}
