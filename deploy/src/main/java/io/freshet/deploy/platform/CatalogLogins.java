package io.freshet.deploy.platform;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.company.CompanyValues;
import io.freshet.deploy.company.CompanyValues.SecretReference;
import io.freshet.deploy.manifest.Body;
import io.freshet.deploy.manifest.Resource;
import io.freshet.deploy.manifest.Resource.Metadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * As whom processes come to the catalog where the company has clients for them, {@code
 * catalog.clients}: each as the one of its own name. As with Kafka and Redis, a secret is a file.
 * The catalog has a file of all clients, and their secrets beside.
 */
final class CatalogLogins {
  static final String FOLDER = "/opt/freshet/catalog-login";
  static final String SECRET = "secret";

  private static final String CLIENTS = "/opt/freshet/catalog-clients";
  private static final String CLIENTS_FILE = "clients.yaml";
  private static final String SECRETS = "/opt/freshet/catalog-secrets";
  private static final String CLIENTS_VOLUME = "catalog-clients";
  private static final String SECRETS_VOLUME = "catalog-secrets";
  private static final String CLIENT = "catalog.client";
  private static final String SIGNED_WITH = "catalog-logins.secret";

  /** One for all, or a file of clients that is written by hand. */
  private static final List<String> OTHERS =
      List.of("catalog.token", "catalog.credential", CLIENT, "catalog-logins.file");

  private final CompanyValues values;
  private final CatalogClients clients;

  CatalogLogins(CompanyValues values, Contracts contracts) {
    this.values = values;
    this.clients = new CatalogClients(values, contracts);
  }

  /** What the profile says: the same files for all, never the same. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new TreeMap<>();
    if (values.catalogClients().isPresent()) {
      settings.put("catalog.client-secret-file", "%s/%s".formatted(FOLDER, SECRET));
      if (hasCatalog()) {
        settings.put("catalog-logins.file", "%s/%s".formatted(CLIENTS, CLIENTS_FILE));
      }
    }

    return settings;
  }

  /** Variables of a process that comes as itself; none of others. */
  Map<String, String> variables(Workload workload) {
    return own(workload).map(secret -> Map.of(CLIENT, workload.name())).orElse(Map.of());
  }

  /** Where its secret is; empty where all come as one, or the catalog is nothing to the process. */
  Optional<SecretReference> own(Workload workload) {
    return values
        .catalogClients()
        .flatMap(secret -> clients.of(workload).map(client -> new SecretReference(secret, client)));
  }

  /** The Secret of all clients, for the catalog alone. */
  Optional<String> all(Workload workload) {
    return values
        .catalogClients()
        .filter(secret -> workload.name().equals(ServerKind.CATALOG.label()));
  }

  /** What the catalog mounts beside that: who they are. */
  static Map<String, Object> clientsVolume() {
    return Body.of("name", CLIENTS_VOLUME)
        .with("configMap", Body.of("name", Surroundings.CATALOG_CLIENTS_MAP))
        .map();
  }

  static String secretsVolume() {
    return SECRETS_VOLUME;
  }

  static List<Map<String, Object>> catalogsMounts() {
    return List.of(
        Surroundings.readOnlyMount(CLIENTS_VOLUME, CLIENTS),
        Surroundings.readOnlyMount(SECRETS_VOLUME, SECRETS));
  }

  /** All clients and their scopes; a catalog of others has to be told them by somebody. */
  Optional<Resource> clients(Metadata metadata) {
    return file()
        .map(
            file ->
                Resource.of(
                    "catalog", "v1", "ConfigMap", metadata, "data", Map.of(CLIENTS_FILE, file)));
  }

  /** Of them, which a catalog reads at its start. */
  Optional<String> digest() {
    return file().map(Surroundings::digest);
  }

  private Optional<String> file() {
    return values.catalogClients().map(secret -> clients.file(SECRETS));
  }

  private boolean hasCatalog() {
    return values.servers().containsKey(ServerKind.CATALOG.label());
  }

  /**
   * @throws FreshetException when there is one login for all as well, or the catalog could sign no
   *     token
   */
  void check() {
    if (values.catalogClients().isEmpty()) {
      return;
    }
    new OneLogin(values, OTHERS).refuseBeside("catalog.clients");
    if (hasCatalog() && !values.secrets().containsKey(SIGNED_WITH)) {
      throw new FreshetException(
          Fault.CALLER,
          ("catalog.clients needs %s, by which the catalog signs their tokens; name the Secret that"
                  + " holds it under secrets")
              .formatted(SIGNED_WITH));
    }
  }
}
