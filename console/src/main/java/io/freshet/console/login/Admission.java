package io.freshet.console.login;

import io.freshet.core.toolkit.InvalidSettingException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the provider's groups may do here. Who may ask questions may see, too.
 *
 * @param claim of ID tokens, which names a person's groups
 * @param maySee {@code *} stands for everybody whom the provider lets in
 * @param mayAsk likewise
 */
public record Admission(String claim, Set<String> maySee, Set<String> mayAsk) {
  /** Everybody. */
  static final String ALL = "*";

  // A person's groups are in a cookie, and browsers keep none of more than 4096 bytes.
  private static final int MOST_GROUPS = 20;
  private static final int LONGEST_GROUP = 100;

  public Admission {
    maySee = Set.copyOf(maySee);
    mayAsk = Set.copyOf(mayAsk);
    Set<String> named = new TreeSet<>(maySee);
    named.addAll(mayAsk);
    if (named.size() > MOST_GROUPS
        || named.stream().anyMatch(group -> group.length() > LONGEST_GROUP)) {
      throw new InvalidSettingException(
          "console.oidc.may-see",
          "%d groups with those of console.oidc.may-ask".formatted(named.size()),
          "at most %d, of at most %d characters".formatted(MOST_GROUPS, LONGEST_GROUP));
    }
  }

  /** Those of somebody's groups that mean something here. */
  Set<String> known(Collection<String> groups) {
    return groups.stream()
        .filter(group -> !group.equals(ALL))
        .filter(group -> maySee.contains(group) || mayAsk.contains(group))
        .collect(Collectors.toUnmodifiableSet());
  }

  boolean maySee(Set<String> groups) {
    return holds(maySee, groups) || mayAsk(groups);
  }

  boolean mayAsk(Set<String> groups) {
    return holds(mayAsk, groups);
  }

  private static boolean holds(Set<String> allowed, Set<String> groups) {
    return Stream.concat(Stream.of(ALL), groups.stream()).anyMatch(allowed::contains);
  }
}
