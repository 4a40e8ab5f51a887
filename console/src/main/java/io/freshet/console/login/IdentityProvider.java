package io.freshet.console.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.AuthorizedParty;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.freshet.core.server.token.TokenIssuer;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The identity provider, by OpenID Connect's authorization code flow with PKCE. Believes ID tokens
 * that are signed with one of its published keys, meant for this client and this attempt, and not
 * over. It is asked by few at a time, and while it is away once in five seconds. Thread-safe.
 */
final class IdentityProvider {
  private static final Duration KNOWN_FOR = Duration.ofHours(1);
  private static final Duration AWAY_FOR = Duration.ofSeconds(5);
  private static final int MOST_AT_ONCE = 8;

  private final LoginSettings.Client client;
  private final ProviderCalls calls = new ProviderCalls();
  private final InstantSource clock;
  private final Semaphore room = new Semaphore(MOST_AT_ONCE);
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Known known;
  private volatile Instant awayUntil = Instant.MIN;
  private volatile String lastFailure = "";

  /** What it says of itself, and its keys, which are read anew when a token names another one. */
  private record Known(
      OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys, Instant until) {}

  IdentityProvider(LoginSettings.Client client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * Where a browser is sent for an attempt.
   *
   * @throws FreshetException {@code DEPENDENCY} while the provider is away
   */
  URI authorization(Attempt attempt) {
    Scope scope = new Scope("openid");
    client.scopes().forEach(scope::add);

    return new AuthenticationRequest.Builder(
            ResponseType.CODE, scope, new ClientID(client.id()), client.redirect())
        .endpointURI(known().metadata().getAuthorizationEndpointURI())
        .state(attempt.state())
        .nonce(attempt.nonce())
        .codeChallenge(attempt.verifier(), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /** Whether it says in its answers that they are its own (RFC 9207). */
  boolean namesItself() {
    return known().metadata().supportsAuthorizationResponseIssuerParam();
  }

  /** Where somebody ends their session there; empty while that is not known. */
  Optional<URI> logout() {
    return Optional.ofNullable(known)
        .map(each -> each.metadata().getEndSessionEndpointURI())
        .filter(LoginSettings::isSafe);
  }

  /**
   * What it says of whoever has brought the code.
   *
   * @throws FreshetException {@code CALLER} when it takes the code not, or what it says is not to
   *     be believed; {@code DEPENDENCY} while it is away or many ask
   */
  IDTokenClaimsSet claims(Attempt attempt, AuthorizationCode code) {
    if (!room.tryAcquire()) {
      throw tooMany();
    }
    try {
      Known provider = known();
      TokenResponse answer = token(provider, attempt, code);
      if (!(answer instanceof OIDCTokenResponse tokens)) {
        throw new FreshetException(
            Fault.CALLER,
            "%s does not take the code: %s"
                .formatted(client.issuer(), answer.toErrorResponse().getErrorObject().getCode()));
      }

      return believed(provider, tokens, attempt);
    } catch (BadJOSEException e) {
      throw new FreshetException(
          Fault.CALLER,
          "The ID token of %s is not to be believed: %s".formatted(client.issuer(), e.getMessage()),
          e);
    } catch (JOSEException | ParseException | IOException e) {
      throw away(e);
    } finally {
      room.release();
    }
  }

  private IDTokenClaimsSet believed(Known provider, OIDCTokenResponse tokens, Attempt attempt)
      throws BadJOSEException, JOSEException {
    IDTokenClaimsSet claims =
        validator(provider).validate(tokens.getOIDCTokens().getIDToken(), attempt.nonce());
    AuthorizedParty party = claims.getAuthorizedParty();
    // The library looks at it only where there are several audiences.
    if (party != null && !party.getValue().equals(client.id())) {
      throw new BadJWTException("It was issued to another client");
    }

    return claims;
  }

  private TokenResponse token(Known provider, Attempt attempt, AuthorizationCode code)
      throws IOException, ParseException {
    AuthorizationCodeGrant grant =
        new AuthorizationCodeGrant(code, client.redirect(), attempt.verifier());
    URI endpoint = provider.metadata().getTokenEndpointURI();
    TokenRequest request =
        client
            .secret()
            .map(secret -> authentication(provider.metadata(), new Secret(secret)))
            .map(known -> new TokenRequest(endpoint, known, grant))
            .orElseGet(() -> new TokenRequest(endpoint, new ClientID(client.id()), grant));
    HTTPResponse answer = request.toHTTPRequest().send(calls);
    if (answer.getStatusCode() >= 500) {
      throw new IOException("it answered %d".formatted(answer.getStatusCode()));
    }

    return OIDCTokenResponseParser.parse(answer);
  }

  /** In the header, unless the provider takes it in the body alone. */
  private ClientAuthentication authentication(OIDCProviderMetadata metadata, Secret secret) {
    List<ClientAuthenticationMethod> taken = metadata.getTokenEndpointAuthMethods();
    boolean isInBody =
        taken != null
            && taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
            && !taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    ClientID id = new ClientID(client.id());

    return isInBody ? new ClientSecretPost(id, secret) : new ClientSecretBasic(id, secret);
  }

  private IDTokenValidator validator(Known provider) {
    return new IDTokenValidator(
        provider.metadata().getIssuer(),
        new ClientID(client.id()),
        new JWSVerificationKeySelector<>(TokenIssuer.ALGORITHMS, provider.keys()),
        null);
  }

  private Known known() {
    Known now = known;
    if (now != null && now.until().isAfter(clock.instant())) {
      return now;
    }
    if (now == null) {
      // Who waits here takes a place that somebody's page could have.
      if (asking.getQueueLength() >= MOST_AT_ONCE) {
        throw tooMany();
      }
      asking.lock();
    } else if (!asking.tryLock()) {
      return now; // whoever asks anew tells the next
    }
    try {
      return read();
    } finally {
      asking.unlock();
    }
  }

  /** What was known before is good for as long as the provider is away. */
  private Known read() {
    Known before = known;
    Instant now = clock.instant();
    if (before != null && before.until().isAfter(now)) {
      return before;
    }
    if (awayUntil.isAfter(now)) {
      return Optional.ofNullable(before).orElseThrow(this::away);
    }
    try {
      known = ask(now.plus(KNOWN_FOR));
    } catch (IOException | GeneralException e) {
      awayUntil = clock.instant().plus(AWAY_FOR);
      lastFailure = e.getMessage();
      if (before == null) {
        throw away(e);
      }
    }

    return known;
  }

  private Known ask(Instant until) throws IOException, GeneralException {
    HTTPRequest request =
        new HTTPRequest(
            HTTPRequest.Method.GET, OIDCProviderMetadata.resolveURL(new Issuer(client.issuer())));
    HTTPResponse answer = request.send(calls);
    answer.ensureStatusCode(HTTPResponse.SC_OK);
    OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(answer.getBody());
    if (!metadata.getIssuer().equals(new Issuer(client.issuer()))) {
      throw new ParseException(
          "it calls itself %s; console.oidc.issuer must be that".formatted(metadata.getIssuer()));
    }
    requireSafe("authorization_endpoint", metadata.getAuthorizationEndpointURI());
    requireSafe("token_endpoint", metadata.getTokenEndpointURI());
    requireSafe("jwks_uri", metadata.getJWKSetURI());

    return new Known(metadata, keys(metadata), until);
  }

  /** The same for as long as their address is: they are kept, and read anew by themselves. */
  private JWKSource<SecurityContext> keys(OIDCProviderMetadata metadata)
      throws MalformedURLException {
    Known before = known;
    if (before != null && before.metadata().getJWKSetURI().equals(metadata.getJWKSetURI())) {
      return before.keys();
    }

    return JWKSourceBuilder.create(metadata.getJWKSetURI().toURL(), calls)
        .retrying(true)
        .outageTolerantForever()
        .build();
  }

  private static void requireSafe(String name, URI address) throws ParseException {
    if (address == null || !LoginSettings.isSafe(address)) {
      throw new ParseException(
          "its %s is %s, which is no address by https or of this machine".formatted(name, address));
    }
  }

  private static FreshetException tooMany() {
    return new FreshetException(Fault.DEPENDENCY, "Too many are logging in; try again in a moment");
  }

  private FreshetException away() {
    return new FreshetException(Fault.DEPENDENCY, awayText(lastFailure));
  }

  private FreshetException away(Exception cause) {
    return new FreshetException(Fault.DEPENDENCY, awayText(cause.getMessage()), cause);
  }

  private String awayText(String reason) {
    return "The identity provider %s can't be asked: %s".formatted(client.issuer(), reason);
  }
}
