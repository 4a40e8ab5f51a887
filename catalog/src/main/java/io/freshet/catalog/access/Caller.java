package io.freshet.catalog.access;

/**
 * Who asks, and what they may do.
 *
 * @param name for logs and figures
 */
public record Caller(String name, Login login, Scopes scopes) {
  /** By what a caller has come in; it decides what the client is told about its token. */
  public enum Login {
    /** The one token that the settings name. */
    SHARED_TOKEN,
    /** A token that this catalog has given. */
    OUR_TOKEN,
    /** A token of the identity provider. */
    ISSUER
  }

  /** Who shows the token of the settings: may do everything. */
  static final Caller SHARED = new Caller("shared-token", Login.SHARED_TOKEN, Scopes.ADMIN);

  /** For figures: the people of an identity provider may be many. */
  String label() {
    return login == Login.ISSUER ? "issuer" : name;
  }
}
