package io.freshet.core.lake;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** How a client of the catalog says who it is. */
public sealed interface CatalogLogin extends Serializable {
  /** What Iceberg calls a login by token or credential. */
  String OAUTH2 = "oauth2";

  /** The setting that it comes from; for messages. */
  String key();

  /** The settings under the names that Iceberg's REST catalog gives them. */
  Map<String, String> icebergProperties();

  /** By a token that it is given, and that is good for as long as the client runs. */
  record Token(String token) implements CatalogLogin {
    @Override
    public String key() {
      return "catalog.token";
    }

    @Override
    public Map<String, String> icebergProperties() {
      return Map.of(LakeSettings.AUTHENTICATION, OAUTH2, "token", token);
    }

    /** Without the token: this may reach a log. */
    @Override
    public String toString() {
      return key();
    }
  }

  /**
   * By an id and a secret, for which it gets tokens that end.
   *
   * @param credential id, colon, secret
   * @param tokens where it gets them
   * @param scope what it asks for
   */
  record Credential(String credential, String tokens, String scope) implements CatalogLogin {
    public Credential {
      if (credential.indexOf(':') < 1) {
        // The value may be the secret alone.
        throw new InvalidSettingException(
            "catalog.credential", "without a colon", "a client's id, a colon and its secret");
      }
    }

    @Override
    public String key() {
      return "catalog.credential";
    }

    @Override
    public Map<String, String> icebergProperties() {
      return Map.of(
          LakeSettings.AUTHENTICATION,
          OAUTH2,
          "credential",
          credential,
          "oauth2-server-uri",
          tokens,
          "scope",
          scope);
    }

    /** Without the secret: this may reach a log. */
    @Override
    public String toString() {
      return key();
    }
  }

  /**
   * By an id, and a secret that a file holds: no plan of a job that is sent to others has it, and
   * whoever opens the catalog anew takes the one of that time.
   *
   * @param tokens where it gets them
   * @param scope what it asks for
   */
  record SecretFile(String client, String file, String tokens, String scope)
      implements CatalogLogin {
    private static final String CLIENT = "catalog.client";
    private static final String FILE = "catalog.client-secret-file";

    public SecretFile {
      if (client.contains(":")) {
        throw new InvalidSettingException(CLIENT, client, "a client's id, without a colon");
      }
      if (file.isEmpty()) {
        throw new InvalidSettingException(FILE, "not set", "set where %s is".formatted(CLIENT));
      }
    }

    @Override
    public String key() {
      return FILE;
    }

    @Override
    public Map<String, String> icebergProperties() {
      return new Credential("%s:%s".formatted(client, secret()), tokens, scope).icebergProperties();
    }

    private String secret() {
      try {
        // Without the line feed that editors put at its end.
        return Files.readString(Path.of(file)).replaceFirst("[\r\n]+$", "");
      } catch (IOException e) {
        throw new FreshetException(
            Fault.CALLER, "%s can't be read: %s".formatted(FILE, e.getMessage()), e);
      }
    }
  }

  /**
   * As Iceberg's own properties say, such as by AWS's signatures or not at all.
   *
   * @param type what Iceberg calls it
   */
  record Named(String type) implements CatalogLogin {
    @Override
    public String key() {
      return LakeSettings.PROPERTIES + LakeSettings.AUTHENTICATION;
    }

    @Override
    public Map<String, String> icebergProperties() {
      return Map.of(LakeSettings.AUTHENTICATION, type);
    }
  }

  /**
   * A credential goes before a client with a file, and both before the token that a shared profile
   * may hold for others.
   */
  static CatalogLogin from(Settings settings, String uri) {
    Optional<String> credential = settings.optionalText("catalog.credential");
    Optional<String> client = settings.optionalText(SecretFile.CLIENT);
    // One path for all, though not all of them are clients.
    String file = settings.text(SecretFile.FILE, "");
    String tokens = settings.text("catalog.oauth2-uri", uri + "/v1/oauth/tokens");
    String scope = settings.text("catalog.scope", "catalog");

    return credential
        .<CatalogLogin>map(text -> new Credential(text, tokens, scope))
        .or(() -> client.map(id -> new SecretFile(id, file, tokens, scope)))
        .orElseGet(() -> new Token(settings.text("catalog.token")));
  }
}
