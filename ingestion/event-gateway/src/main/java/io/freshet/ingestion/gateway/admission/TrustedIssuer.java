package io.freshet.ingestion.gateway.admission;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.util.Optional;
import java.util.Set;

/**
 * Believes the JSON Web Tokens of one identity provider: signed with one of the keys that it
 * publishes, meant for us, and not over. The subject is the producer. Thread-safe.
 */
public final class TrustedIssuer {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final Settings settings;

  /**
   * What is known of the provider.
   *
   * @param issuer what its tokens say who they are from
   * @param keys address of its JSON Web Key Set
   * @param audience what its tokens must say who they are for
   */
  public record Settings(String issuer, URL keys, String audience) {
    public static Settings of(String issuer, String keys, String audience) {
      try {
        return new Settings(issuer, URI.create(keys).toURL(), audience);
      } catch (IllegalArgumentException | MalformedURLException e) {
        throw new InvalidSettingException(
            "gateway.jwt-keys", keys, "an address such as https://id.example/jwks.json");
      }
    }
  }

  public TrustedIssuer(Settings settings) {
    this.settings = settings;
    // Asked again when a token names a key that is not known, not more often than the builder's
    // rate limit allows; while the provider is away its last keys hold.
    JWKSource<SecurityContext> keys =
        JWKSourceBuilder.create(settings.keys()).retrying(true).outageTolerantForever().build();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            settings.audience(),
            new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
            Set.of("sub", "exp")));
  }

  /**
   * Whose token it is; empty when it is not to be believed.
   *
   * @throws FreshetException {@code DEPENDENCY} when the provider's keys are not known yet and it
   *     is away
   */
  public Optional<Sender> sender(String token) {
    try {
      return Optional.of(Tokens.sender(processor.process(token, null), Sender.Shown.IDENTITY));
    } catch (KeySourceException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot read the keys of %s: %s".formatted(settings.issuer(), e.getMessage()),
          e);
    } catch (BadJOSEException | JOSEException | ParseException e) {
      return Optional.empty();
    }
  }
}
