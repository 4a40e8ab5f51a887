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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Those who may log in, by the YAML file that {@code catalog-logins.file} names. */
public final class Clients {
  static final String KEY = "catalog-logins.file";

  private static final String HASH = "secret-sha256";
  private static final String FILE = "secret-file";
  private static final String SCOPES = "scopes";
  private static final Set<String> KEYS = Set.of(HASH, FILE, SCOPES);
  private static final int SHORTEST_SECRET = 16;
  private static final Logger LOG = LoggerFactory.getLogger(Clients.class);
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
    if (!KEYS.containsAll(entry.keySet()) || entry.containsKey(HASH) == entry.containsKey(FILE)) {
      throw wrong(name, "keys", "%s, and either %s or %s".formatted(SCOPES, HASH, FILE));
    }
    List<String> hashes =
        entry.containsKey(FILE) ? hashesOfFiles(name, entry) : hashes(name, entry.get(HASH));

    return new Client(name, hashes, scopes(name, entry.get(SCOPES)));
  }

  /**
   * Of secrets that are kept beside, for whoever makes the file knows none of them. One that is not
   * there lets nobody in, and keeps no others out.
   */
  private static List<String> hashesOfFiles(String name, Map<String, Object> entry) {
    List<String> files = texts(entry.get(FILE));
    if (files.isEmpty() || !files.stream().allMatch(file -> Path.of(file).isAbsolute())) {
      throw wrong(name, FILE, "the absolute path of a file that holds a secret, or a list of such");
    }
    List<String> hashes =
        files.stream().flatMap(file -> secret(Path.of(file)).stream()).map(Client::hash).toList();
    if (hashes.isEmpty()) {
      LOG.warn("Client can't log in, as there is no secret client={} files={}", name, files);
    }

    return hashes;
  }

  /** Of enough length that nobody guesses it; empty where there is none. */
  private static Optional<String> secret(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      // Without the line feed that editors put at its end.
      String secret = Files.readString(file).replaceFirst("[\r\n]+$", "");
      if (secret.length() < SHORTEST_SECRET) {
        throw new InvalidSettingException(
            KEY,
            "naming a secret in %s that is too short".formatted(file),
            "one of %d characters or more, at random".formatted(SHORTEST_SECRET));
      }

      return Optional.of(secret);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
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
