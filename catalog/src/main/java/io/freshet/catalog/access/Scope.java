package io.freshet.catalog.access;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A right: something that may be done to everything ({@code read}), to a namespace and what is
 * directly in it ({@code read:raw}), or to one table or view of it ({@code read:raw/orders}). Names
 * are compared letter by letter: nothing in them stands for anything else, and a namespace does not
 * stand for those below it ({@code read:raw.eu}).
 *
 * <p>What a name holds besides letters, digits, {@code _} and {@code -} is written as in an
 * address: {@code read:raw/a%2Fb} is the table {@code a/b}.
 *
 * @param namespace empty: everything
 * @param name of a table or view; empty: the whole namespace
 */
public record Scope(Action action, Optional<Namespace> namespace, Optional<String> name) {
  private static final Pattern WRITTEN =
      Pattern.compile(
          "([a-z]+)(?::((?:[\\w.-]|%\\p{XDigit}{2})+)(?:/((?:[\\w.-]|%\\p{XDigit}{2})+))?)?");
  static final String SHAPE =
      "read, write, maintain, shape, create or admin, alone or with a place as in read:raw or"
          + " read:raw/orders; names stand for themselves, so there is no *";

  static Scope everywhere(Action action) {
    return new Scope(action, Optional.empty(), Optional.empty());
  }

  static Scope on(Action action, Namespace namespace) {
    return new Scope(action, Optional.of(namespace), Optional.empty());
  }

  static Scope on(Action action, TableIdentifier object) {
    return new Scope(action, Optional.of(object.namespace()), Optional.of(object.name()));
  }

  /** The scope that is written so; empty when it is none of ours. */
  static Optional<Scope> parse(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Optional<Namespace> namespace = Optional.ofNullable(matcher.group(2)).map(Scope::namespace);

    return Arrays.stream(Action.values())
        .filter(action -> action.word().equals(matcher.group(1)))
        .filter(action -> action != Action.ADMIN || namespace.isEmpty())
        .map(
            action ->
                new Scope(
                    action, namespace, Optional.ofNullable(matcher.group(3)).map(Scope::decoded)))
        .findFirst();
  }

  /** Whether who has this has {@code other}, too. */
  boolean covers(Scope other) {
    return action.implies(other.action)
        && (namespace.isEmpty()
            || (namespace.equals(other.namespace) && (name.isEmpty() || name.equals(other.name))));
  }

  /** Whether it is about that namespace, or something in or below it. */
  boolean touches(Namespace place) {
    return namespace.isEmpty()
        || (namespace.get().length() >= place.length()
            && Arrays.equals(
                Arrays.copyOf(namespace.get().levels(), place.length()), place.levels()));
  }

  /** As it is written. */
  @Override
  public String toString() {
    String place = namespace.map(levels -> ":" + encoded(levels)).orElse("");

    return action.word() + place + name.map(text -> "/" + encoded(text)).orElse("");
  }

  private static Namespace namespace(String text) {
    return Namespace.of(
        Arrays.stream(text.split("\\.", -1)).map(Scope::decoded).toArray(String[]::new));
  }

  private static String encoded(Namespace namespace) {
    return List.of(namespace.levels()).stream()
        .map(Scope::encoded)
        .collect(Collectors.joining("."));
  }

  private static String encoded(String name) {
    // The encoder leaves a star as it is, which a reader could take for more, and writes a plus.
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("*", "%2A").replace("+", "%20");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
