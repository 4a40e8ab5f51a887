package io.freshet.catalog.access;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Those who may log in, by the YAML file that {@code catalog-logins.file} names. */
public final class Clients {
  static final String KEY = "catalog-logins.file";

  private static final String HASH = "secret-sha256";
  private static final String SCOPES = "scopes";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

  private final Map<String, Client> clients;

  private Clients(Map<String, Client> clients) {
    this.clients = Map.copyOf(clients);
  }

  /** Nobody. */
  public static Clients none() {
    return new Clients(Map.of());
  }

  /**
   * Reads them.
   *
   * @throws InvalidSettingException naming the client and what is wrong with it; never a secret
   */
  public static Clients read(Path file) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    try (Reader reader = Files.newBufferedReader(file)) {
      return of(new Yaml(new SafeConstructor(options)).load(reader));
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot read %s, which is %s: %s".formatted(file, KEY, e.getMessage()), e);
    } catch (YAMLException e) {
      // What it says may repeat a line with a secret in it.
      throw new InvalidSettingException(KEY, "no YAML", "a map of clients by their names");
    }
  }

  static Clients of(Object document) {
    Map<String, Client> clients = new LinkedHashMap<>();
    map("all", document)
        .forEach((name, entry) -> clients.put(name, client(name, map(name, entry))));
    if (clients.isEmpty()) {
      throw new InvalidSettingException(KEY, "empty", "a map of clients by their names");
    }

    return new Clients(clients);
  }

  /** The hash of a secret, as the file wants it. */
  public static String hash(String secret) {
    return Client.hash(secret);
  }

  public List<String> names() {
    return clients.keySet().stream().sorted().toList();
  }

  Optional<Client> find(String name) {
    return Optional.ofNullable(clients.get(name));
  }

  private static Client client(String name, Map<String, Object> entry) {
    if (!NAME.matcher(name).matches()) {
      throw wrong(name, "name", "up to 63 of a-z, 0-9, _ and -, the first a letter");
    }
    Set<String> unknown =
        entry.keySet().stream()
            .filter(key -> !key.equals(HASH) && !key.equals(SCOPES))
            .collect(Collectors.toSet());
    if (!unknown.isEmpty()) {
      throw wrong(name, "keys", "%s and %s alone".formatted(HASH, SCOPES));
    }

    return new Client(name, hashes(name, entry.get(HASH)), scopes(name, entry.get(SCOPES)));
  }

  private static List<String> hashes(String name, Object value) {
    List<String> hashes = texts(value);
    if (hashes.isEmpty() || !hashes.stream().allMatch(hash -> SHA256.matcher(hash).matches())) {
      throw wrong(name, HASH, "64 hexadecimal digits, or a list of such, in quotes");
    }

    return hashes;
  }

  private static Scopes scopes(String name, Object value) {
    List<String> texts = texts(value);
    List<Scope> scopes = new ArrayList<>();
    for (String text : texts) {
      scopes.add(Scope.parse(text).orElseThrow(() -> wrong(name, "scope " + text, Scope.SHAPE)));
    }
    if (scopes.isEmpty()) {
      throw wrong(name, SCOPES, "a list of at least one scope, such as [read:raw]");
    }

    return new Scopes(Set.copyOf(scopes));
  }

  private static List<String> texts(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }

    return value == null ? List.of() : List.of(value.toString());
  }

  private static Map<String, Object> map(String what, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(what, "entry", "a map");
    }

    return map.entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> String.valueOf(entry.getKey()),
                entry -> entry.getValue() == null ? "" : entry.getValue(),
                (first, second) -> first,
                LinkedHashMap::new));
  }

  private static InvalidSettingException wrong(String client, String what, String wanted) {
    return new InvalidSettingException(
        KEY, "wrong in the %s of %s".formatted(what, client), "there " + wanted);
  }
}
