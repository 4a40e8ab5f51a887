package io.freshet.catalog;

import io.freshet.catalog.signing.RemoteSigner;
import io.freshet.catalog.signing.SdkKeys;
import io.freshet.catalog.signing.StoreKeys;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.io.FileIO;

/**
 * The object store that holds the warehouse. Keys start with {@code s3.} and are shared by every
 * part; what is not set is left to the AWS SDK's own defaults.
 *
 * @param allowedLocations where tables may lie besides
 * @param remoteSigning whether requests of clients to it are signed, which then need no keys
 */
record StorageSettings(
    String warehouse,
    List<String> allowedLocations,
    Optional<String> endpoint,
    Optional<String> region,
    Optional<String> accessKey,
    Optional<String> secretKey,
    Optional<String> pathStyleAccess,
    boolean remoteSigning) {
  private static final String FILE_IO = "org.apache.iceberg.aws.s3.S3FileIO";

  StorageSettings {
    if (!warehouse.matches("s3://[^/]+(/.*)?")) {
      throw new InvalidSettingException(
          "catalog.warehouse", warehouse, "an address such as s3://lake/warehouse");
    }
    allowedLocations = List.copyOf(allowedLocations);
    for (String location : allowedLocations) {
      // s3:// alone would be every bucket that the keys open.
      if (!location.matches("s3[an]?://[^/]+(/.*)?")) {
        throw new InvalidSettingException(
            "catalog.allowed-locations", location, "addresses such as s3://old/tables");
      }
    }
    if (accessKey.isPresent() != secretKey.isPresent()) {
      throw new InvalidSettingException(
          accessKey.isPresent() ? "s3.secret-key" : "s3.access-key",
          "not set",
          "given together with the other key, or neither");
    }
    if (remoteSigning && !endpoint.map(StorageSettings::isHost).orElse(true)) {
      throw new InvalidSettingException(
          "s3.endpoint",
          endpoint.get(),
          "an address such as https://store.example:9000 and no more, where"
              + " catalog.remote-signing is true");
    }
  }

  /** What is signed is held against the host's name: it must be one, and be all that there is. */
  private static boolean isHost(String endpoint) {
    try {
      return endpoint.matches("https?://[^/?#]+/?") && URI.create(endpoint).getHost() != null;
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  static StorageSettings from(Settings settings) {
    return new StorageSettings(
        settings.text("catalog.warehouse"),
        settings.list("catalog.allowed-locations", List.of()),
        settings.optionalText("s3.endpoint"),
        settings.optionalText("s3.region"),
        settings.optionalText("s3.access-key"),
        settings.optionalText("s3.secret-key"),
        settings.optionalText("s3.path-style-access"),
        settings.flag("catalog.remote-signing", false));
  }

  /** What every client needs to reach the same files, under Iceberg's names; never a secret. */
  Map<String, String> forClients() {
    Map<String, String> properties = new HashMap<>();
    properties.put("io-impl", FILE_IO);
    endpoint.ifPresent(value -> properties.put("s3.endpoint", value));
    region.ifPresent(value -> properties.put("client.region", value));
    pathStyleAccess.ifPresent(value -> properties.put("s3.path-style-access", value));

    return Map.copyOf(properties);
  }

  FileIO openFiles() {
    Map<String, String> properties = new HashMap<>(forClients());
    accessKey.ifPresent(value -> properties.put("s3.access-key-id", value));
    secretKey.ifPresent(value -> properties.put("s3.secret-access-key", value));
    // Iceberg retries a failed read of table metadata 20 times itself; with the store's own
    // default on top, a request would hang for a quarter of an hour while the store is away.
    properties.put("s3.retry.num-retries", "1");

    return CatalogUtil.loadFileIO(FILE_IO, properties, null);
  }

  /** Signs requests of clients, if that is what the settings say. */
  Optional<RemoteSigner> signer() {
    if (!remoteSigning) {
      return Optional.empty();
    }
    Supplier<StoreKeys> keys =
        accessKey
            .<Supplier<StoreKeys>>map(
                key -> () -> new StoreKeys(key, secretKey.orElseThrow(), Optional.empty()))
            .orElseGet(SdkKeys::new);

    return Optional.of(new RemoteSigner(endpoint, region, keys, InstantSource.system()));
  }

  /** Without the keys: this may reach a log. */
  @Override
  public String toString() {
    return warehouse + endpoint.map(value -> " at " + value).orElse("");
  }
}
