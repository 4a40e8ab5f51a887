package io.freshet.catalog.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/** All rights of somebody. */
public record Scopes(Set<Scope> all) {
  public static final Scopes NONE = new Scopes(Set.of());
  public static final Scopes ADMIN = new Scopes(Set.of(Scope.everywhere(Action.ADMIN)));

  public Scopes {
    all = Set.copyOf(all);
  }

  /** Those of an OAuth scope text that are ours; others, such as {@code openid}, say nothing. */
  public static Scopes ofText(Collection<String> words) {
    return new Scopes(
        words.stream()
            .flatMap(word -> Scope.parse(word).stream())
            .collect(Collectors.toUnmodifiableSet()));
  }

  static List<String> words(String text) {
    return Arrays.stream(text.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
  }

  boolean cover(Scope wanted) {
    return all.stream().anyMatch(scope -> scope.covers(wanted));
  }

  public boolean allow(Action action, TableIdentifier object) {
    return cover(Scope.on(action, object));
  }

  /** Whether all of it may be seen. */
  public boolean isAdmin() {
    return cover(Scope.everywhere(Action.ADMIN));
  }

  /** Whether there is anything there that may be seen. */
  public boolean touch(Namespace namespace) {
    return all.stream().anyMatch(scope -> scope.touches(namespace));
  }

  /** Those of them that {@code others} cover. */
  Scopes within(Scopes others) {
    return new Scopes(all.stream().filter(others::cover).collect(Collectors.toUnmodifiableSet()));
  }

  /** As an OAuth scope text, in order. */
  @Override
  public String toString() {
    return all.stream().map(Scope::toString).sorted().collect(Collectors.joining(" "));
  }
}
