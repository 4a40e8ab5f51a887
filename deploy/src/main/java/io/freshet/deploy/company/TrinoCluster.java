package io.freshet.deploy.company;

import io.freshet.core.toolkit.InvalidSettingException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Trino that its own Helm chart makes, as far as contracts leave open what it is. People log in
 * by the company's identity provider, which also says in which groups they are.
 *
 * @param issuer the provider, {@code https://}
 * @param client Trino's id there
 * @param groups the claim that names a person's role, and teams as {@code team_NAME}
 * @param secret a Secret with the keys {@code oauth2} (of that client), {@code catalog} (of the
 *     catalog's client {@code trino}) and {@code internal} (between Trino's nodes)
 * @param certificate a Secret with {@code tls-combined.pem}; empty where an ingress speaks TLS
 * @param builders the provider's group of those who build marts, as dbt does; without, nobody does
 * @param teams that have a scratch schema
 */
public record TrinoCluster(
    String issuer,
    String client,
    String groups,
    String secret,
    Optional<String> certificate,
    Optional<String> builders,
    List<String> teams,
    int workers) {
  private static final Pattern HTTPS = Pattern.compile("https://[^/\\s]+(/\\S*)?");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:/-]+");

  /** Nothing in it stands for anything else in a rule; a team is another kind of group. */
  private static final Pattern GROUP = Pattern.compile("(?!team_)[a-z][a-z0-9_]{0,62}");

  public TrinoCluster {
    teams = List.copyOf(teams);
    if (!HTTPS.matcher(issuer).matches()) {
      throw new InvalidSettingException(
          "trino.issuer", issuer, "an https address of an identity provider");
    }
    // They become lines of a file of properties.
    requireWord("trino.client", client);
    requireWord("trino.groups", groups);
    builders
        .filter(group -> !GROUP.matcher(group).matches())
        .ifPresent(
            group -> {
              throw new InvalidSettingException(
                  "trino.builders",
                  group,
                  "lower-case letters, digits and underscores, and no team, such as mart_builders");
            });
    if (workers < 1) {
      throw new InvalidSettingException("trino.workers", workers, "1 or more");
    }
  }

  private static void requireWord(String key, String value) {
    if (!WORD.matcher(value).matches()) {
      throw new InvalidSettingException(key, value, "letters, digits and . _ : / -");
    }
  }
}
