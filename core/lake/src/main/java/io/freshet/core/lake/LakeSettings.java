package io.freshet.core.lake;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How to reach the catalog and the object store. Keys start with {@code catalog.} and {@code s3.}.
 *
 * @param properties Iceberg's own, which go before what the others say
 */
public record LakeSettings(
    String uri,
    CatalogLogin login,
    String warehouse,
    ObjectStore store,
    Map<String, String> properties)
    implements Serializable {
  /** Below it stand Iceberg's own properties. */
  static final String PROPERTIES = "catalog.properties.";

  static final String AUTHENTICATION = "rest.auth.type";

  private static final String FILE_IO = "io-impl";

  /** Without them Iceberg's client waits for ever for a catalog that listens and says nothing. */
  private static final Map<String, String> PATIENCE =
      Map.of(
          "rest.client.connection-timeout-ms", "10000",
          "rest.client.socket-timeout-ms", "60000");

  private static final Pattern HTTP = Pattern.compile("https?://[^/\\s]+(/\\S*)?");

  public LakeSettings {
    requireHttp("catalog.uri", uri, "http://127.0.0.1:8181");
    uri = withoutSlash(uri);
    properties = Map.copyOf(properties);
  }

  /** Of a catalog that a token opens. */
  public LakeSettings(String uri, String token, String warehouse, ObjectStore store) {
    this(uri, new CatalogLogin.Token(token), warehouse, store, Map.of());
  }

  /**
   * The S3 API of the object store.
   *
   * @param endpoint empty for AWS itself
   * @param accessKey empty, as is the secret one, where the AWS SDK finds keys by itself
   */
  public record ObjectStore(
      String endpoint, String region, String accessKey, String secretKey, boolean pathStyle)
      implements Serializable {
    public ObjectStore {
      if (!endpoint.isEmpty()) {
        requireHttp("s3.endpoint", endpoint, "http://127.0.0.1:9000");
      }
      if (accessKey.isEmpty() != secretKey.isEmpty()) {
        throw new InvalidSettingException(
            accessKey.isEmpty() ? "s3.access-key" : "s3.secret-key",
            "not set",
            "given together with the other key, or neither");
      }
    }

    /** Where it answers whoever asks it something by HTTP, though with a refusal. */
    public String address() {
      return endpoint.isEmpty() ? "https://s3.%s.amazonaws.com".formatted(region) : endpoint;
    }

    @Override
    public String toString() {
      return "ObjectStore[endpoint=%s, region=%s]".formatted(endpoint, region);
    }
  }

  public static LakeSettings from(Settings settings) {
    String uri = settings.text("catalog.uri");
    Map<String, String> properties = settings.under(PROPERTIES);

    return new LakeSettings(
        uri,
        login(settings, uri, properties),
        settings.text("catalog.warehouse", ""),
        new ObjectStore(
            settings.text("s3.endpoint", ""),
            settings.text("s3.region", "us-east-1"),
            settings.text("s3.access-key", ""),
            settings.text("s3.secret-key", ""),
            settings.flag("s3.path-style-access", false)),
        properties);
  }

  private static CatalogLogin login(Settings settings, String uri, Map<String, String> properties) {
    String type = properties.getOrDefault(AUTHENTICATION, CatalogLogin.OAUTH2);

    return type.equals(CatalogLogin.OAUTH2)
        ? CatalogLogin.from(settings, withoutSlash(uri))
        : new CatalogLogin.Named(type);
  }

  /** Paths are put behind it. */
  private static String withoutSlash(String uri) {
    return uri.replaceFirst("/+$", "");
  }

  private static void requireHttp(String key, String value, String example) {
    if (!HTTP.matcher(value).matches()) {
      throw new InvalidSettingException(key, value, "an http or https address such as " + example);
    }
  }

  /**
   * The settings under the names that Iceberg's REST catalog and S3FileIO give them, and over them
   * those that were given by these names.
   */
  public Map<String, String> icebergProperties() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("uri", uri);
    all.putAll(PATIENCE);
    all.put("oauth2-server-uri", uri + "/v1/oauth/tokens");
    all.putAll(login.icebergProperties());
    if (!warehouse.isEmpty()) {
      all.put("warehouse", warehouse);
    }
    all.put(FILE_IO, "org.apache.iceberg.aws.s3.S3FileIO");
    all.put("client.region", store.region());
    if (!store.endpoint().isEmpty()) {
      all.put("s3.endpoint", store.endpoint());
    }
    if (!store.accessKey().isEmpty()) {
      all.put("s3.access-key-id", store.accessKey());
      all.put("s3.secret-access-key", store.secretKey());
    }
    all.put("s3.path-style-access", Boolean.toString(store.pathStyle()));
    all.putAll(properties);

    return all;
  }

  /** The class that reads and writes files, for who does so without a catalog. */
  public String fileIo() {
    return icebergProperties().get(FILE_IO);
  }

  @Override
  public String toString() {
    return "LakeSettings[uri=%s, warehouse=%s, store=%s]".formatted(uri, warehouse, store);
  }
}
