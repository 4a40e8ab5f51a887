package io.freshet.core.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Believes the JSON Web Tokens of one identity provider: signed with one of the keys that it
 * publishes, meant for us, and not over. Thread-safe.
 */
public final class TokenIssuer {
  /** With keys of its own, each of them: one that we know as well could be anybody's. */
  public static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  /** What providers call an access token since RFC 9068. */
  private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

  // A provider under load takes a second or two. Both tries together take less than the 15 s that
  // others wait for the one who asks, and than a door waits for a request.
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final String name;

  private TokenIssuer(String name, URL keysAddress, String audience) {
    this.name = name;
    // Asked again when a token names a key that is not known, not more often than the builder's
    // rate limit allows; while the provider is away its last keys hold.
    JWKSource<SecurityContext> keys =
        JWKSourceBuilder.create(keysAddress, retriever())
            .retrying(true)
            .outageTolerantForever()
            .build();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, ACCESS_TOKEN, null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            audience, new JWTClaimsSet.Builder().issuer(name).build(), Set.of("sub", "exp")));
  }

  /**
   * The provider that a part's settings name, if they do.
   *
   * @param part its keys begin with that name and a dot: {@code .jwt-issuer} is what tokens say who
   *     they are from, {@code .jwt-keys} the address of its JSON Web Key Set, {@code .jwt-audience}
   *     what tokens must say who they are for
   */
  public static Optional<TokenIssuer> from(Settings settings, String part) {
    String audience = settings.text(part + ".jwt-audience", "freshet");
    Optional<String> keys = settings.optionalText(part + ".jwt-keys");
    Optional<String> name = settings.optionalText(part + ".jwt-issuer");
    if (keys.isPresent() && name.isEmpty()) {
      throw new InvalidSettingException(
          part + ".jwt-keys", keys.get(), "left out where no %s.jwt-issuer is set".formatted(part));
    }

    return name.map(
        issuer ->
            of(
                part,
                issuer,
                keys.orElseThrow(
                    () ->
                        new InvalidSettingException(
                            part + ".jwt-keys",
                            "empty",
                            "the address of the key set of %s.jwt-issuer".formatted(part))),
                audience));
  }

  /**
   * A provider.
   *
   * @param part whose settings name it
   */
  public static TokenIssuer of(String part, String issuer, String keys, String audience) {
    try {
      return new TokenIssuer(issuer, URI.create(keys).toURL(), audience);
    } catch (IllegalArgumentException | MalformedURLException e) {
      throw new InvalidSettingException(
          part + ".jwt-keys", keys, "an address such as https://id.example/jwks.json");
    }
  }

  private static ResourceRetriever retriever() {
    return new DefaultResourceRetriever(
        (int) CONNECT_TIMEOUT.toMillis(),
        (int) READ_TIMEOUT.toMillis(),
        JWKSourceBuilder.DEFAULT_HTTP_SIZE_LIMIT);
  }

  /**
   * What a token says, its subject and its end at least; empty when it is not to be believed.
   *
   * @throws FreshetException {@code DEPENDENCY} when the provider's keys are not known yet and it
   *     is away
   */
  public Optional<JWTClaimsSet> claims(String token) {
    try {
      return Optional.of(processor.process(token, null));
    } catch (KeySourceException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read the keys of %s: %s".formatted(name, e.getMessage()), e);
    } catch (BadJOSEException | JOSEException | ParseException e) {
      return Optional.empty();
    }
  }
}
