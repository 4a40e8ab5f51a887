package io.freshet.ingestion.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.freshet.core.server.token.SignedTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final String SECRET = "s".repeat(32);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Sender COURIER =
      new Sender(
          "courier-app", Sender.Shown.TOKEN, Optional.of(Set.of("dasher_pings")), Optional.empty());

  private final Tokens tokens = at(NOON);

  @Test
  void aTokenIsOfItsProducerUntilItExpires() {
    String token = issue(Optional.of(Set.of("dasher_pings")));

    assertThat(tokens.sender(token)).contains(COURIER);
    assertThat(at(NOON.plus(LIFE)).sender(token)).isEmpty();
  }

  @Test
  void aTokenWithoutContractsIsGoodForAllOfItsProducers() {
    assertThat(tokens.sender(issue(Optional.empty())))
        .hasValueSatisfying(sender -> assertThat(sender.contracts()).isEmpty());
  }

  /** Phones have them still when a gateway of another version is asked. */
  @Test
  void aTokenIsMadeAsItWasMadeBefore() {
    assertThat(issue(Optional.of(Set.of("dasher_pings"))))
        .isEqualTo(
            "eyJhbGciOiJIUzI1NiJ9."
                + "eyJpc3MiOiJmcmVzaGV0LWdhdGV3YXkiLCJzdWIiOiJjb3VyaWVyLWFwcCIsImV4cCI6MTc3MjM2Nz"
                + "AwMCwiY29udHJhY3RzIjpbImRhc2hlcl9waW5ncyJdfQ."
                + "RaXvu9SBrjdjH_0TEvhFlCGSG8hsFJuVvoazBwqTPo4");
  }

  @Test
  void whatIsSignedForOthersIsOfNobody() {
    assertThat(tokens.sender(signed(claims().issuer("freshet-catalog")))).isEmpty();
    assertThat(tokens.sender(signed(claims().subject(null)))).isEmpty();
    assertThat(tokens.sender(signed(claims().claim("contracts", "dasher_pings")))).isEmpty();
    assertThat(tokens.sender(signed(claims()))).isPresent();
  }

  private String issue(Optional<Set<String>> contracts) {
    return tokens.issue("courier-app", contracts, LIFE).text();
  }

  private static Tokens at(Instant now) {
    return Tokens.signedWith(SECRET, () -> now);
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("freshet-gateway")
        .subject("courier-app")
        .expirationTime(Date.from(NOON.plus(LIFE)));
  }

  private static String signed(JWTClaimsSet.Builder claims) {
    return SignedTokens.of("gateway.token-secret", SECRET, () -> NOON).sign(claims.build());
  }
}
