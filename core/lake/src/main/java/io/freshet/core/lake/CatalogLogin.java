package io.freshet.core.lake;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/** How a client of the catalog says who it is. */
public sealed interface CatalogLogin extends Serializable {
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
      return Map.of("token", token);
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
      return Map.of("credential", credential, "oauth2-server-uri", tokens, "scope", scope);
    }

    /** Without the secret: this may reach a log. */
    @Override
    public String toString() {
      return key();
    }
  }

  /** A credential goes before the token that a shared profile may hold for others. */
  static CatalogLogin from(Settings settings, String uri) {
    Optional<String> credential = settings.optionalText("catalog.credential");
    String tokens = settings.text("catalog.oauth2-uri", uri + "/v1/oauth/tokens");
    String scope = settings.text("catalog.scope", "catalog");

    return credential
        .<CatalogLogin>map(text -> new Credential(text, tokens, scope))
        .orElseGet(() -> new Token(settings.text("catalog.token")));
  }
}
