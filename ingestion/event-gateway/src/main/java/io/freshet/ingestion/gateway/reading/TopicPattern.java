package io.freshet.ingestion.gateway.reading;

import io.freshet.ingestion.gateway.restproxy.RestProxyError;
import io.freshet.ingestion.gateway.restproxy.RestProxyException;
import java.util.regex.Pattern;

/**
 * Names of streams by a regular expression, of which so little is taken that none takes long to be
 * matched.
 */
public record TopicPattern(Pattern pattern) {
  private static final Pattern ALTERNATIVE =
      Pattern.compile("[A-Za-z0-9_-]*(\\.\\*[A-Za-z0-9_-]*){0,3}");
  private static final int MAX_LENGTH = 1000;

  /**
   * @throws RestProxyException when it is another kind of expression
   */
  public static TopicPattern of(String text) {
    boolean isTaken = text.length() <= MAX_LENGTH;
    for (String alternative : text.split("\\|", -1)) {
      isTaken &= ALTERNATIVE.matcher(alternative).matches();
    }
    if (!isTaken) {
      throw new RestProxyException(
          RestProxyError.INVALID_REQUEST,
          "topic_pattern is %s; names with up to three .* in each, joined by |, are taken"
              .formatted(text));
    }

    return new TopicPattern(Pattern.compile(text));
  }

  boolean matches(String stream) {
    return pattern.matcher(stream).matches();
  }
}
