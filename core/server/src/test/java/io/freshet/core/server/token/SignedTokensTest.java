package io.freshet.core.server.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.freshet.core.toolkit.InvalidSettingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

class SignedTokensTest {
  private static final String KEY = "shop.token-secret";

  /** Long enough for HS512 too. */
  private static final String SECRET = "s".repeat(64);

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final JWTClaimsSet ENDLESS = new JWTClaimsSet.Builder().subject("ana").build();
  private static final String BASE64_URL =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final SignedTokens tokens = at(NOON);

  @Test
  void readsWhatItHasSigned() {
    assertThat(tokens.claims(tokens.sign(claims()))).contains(claims());
  }

  /** Tokens that are out there were made by other versions, and by others that have the secret. */
  @Test
  void signsAsRfc7518HasIt() {
    assertThat(tokens.sign(claims()))
        .isEqualTo(
            "eyJhbGciOiJIUzI1NiJ9."
                + "eyJpc3MiOiJzaG9wIiwic3ViIjoiYW5hIiwiZXhwIjoxNzcyMzY3MDAwfQ."
                + "Js_1lxWOxgGTYU8PYGSB9gpFpZdNQYDKj2YKtdGT2Jw");
  }

  @Test
  void believesATokenUntilItsEnd() {
    String token = tokens.sign(claims());

    assertThat(at(NOON.plus(LIFE).minusNanos(1)).claims(token)).isPresent();
    assertThat(at(NOON.plus(LIFE)).claims(token)).isEmpty();
  }

  @Test
  void tellsWhatATokenSaidThatIsOver() {
    SignedTokens later = at(NOON.plus(LIFE));

    assertThat(later.claimsEvenIfOver(tokens.sign(claims()))).contains(claims());
    assertThat(later.isOver(NOON.plus(LIFE))).isTrue();
    assertThat(tokens.isOver(NOON.plus(LIFE))).isFalse();
  }

  @Test
  void signsNoneWithoutAnEnd() {
    assertThatThrownBy(() -> tokens.sign(ENDLESS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A token needs an end");
  }

  @Test
  void believesNoneWithoutAnEnd() throws Exception {
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), ENDLESS);
    token.sign(new MACSigner(SECRET));

    assertThat(tokens.claims(token.serialize())).isEmpty();
    assertThat(tokens.claimsEvenIfOver(token.serialize())).isEmpty();
  }

  @Test
  void believesNoneOfAnotherSecret() {
    String token = SignedTokens.of(KEY, SECRET + "!", () -> NOON).sign(claims());

    assertThat(tokens.claimsEvenIfOver(token)).isEmpty();
  }

  @Test
  void believesNoneThatIsCut() {
    String token = tokens.sign(claims());

    for (int length = 0; length < token.length(); length++) {
      assertThat(tokens.claimsEvenIfOver(token.substring(0, length)))
          .as("the first %d characters", length)
          .isEmpty();
    }
  }

  @Test
  void believesNoneThatIsAltered() {
    String token = tokens.sign(claims());

    for (int at = 0; at < token.length(); at++) {
      assertThat(tokens.claimsEvenIfOver(altered(token, at))).as("at %d", at).isEmpty();
    }
  }

  @Test
  void believesNoneOfAnotherAlgorithm() throws Exception {
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS512), claims());
    token.sign(new MACSigner(SECRET));

    assertThat(tokens.claimsEvenIfOver(token.serialize())).isEmpty();
    assertThat(tokens.claimsEvenIfOver(new PlainJWT(claims()).serialize())).isEmpty();
  }

  @Test
  void refusesAShortSecretAndDoesNotRepeatIt() {
    assertThatThrownBy(() -> SignedTokens.of(KEY, "too short", () -> NOON))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "shop.token-secret is a text of 9 bytes; it must be random, and of 32 bytes or more");
  }

  /** Changes a bit that counts: the last two of a signature's last character do not. */
  private static String altered(String token, int at) {
    int digit = BASE64_URL.indexOf(token.charAt(at));
    char other = digit < 0 ? '-' : BASE64_URL.charAt(digit ^ 32);

    return token.substring(0, at) + other + token.substring(at + 1);
  }

  private static SignedTokens at(Instant now) {
    return SignedTokens.of(KEY, SECRET, () -> now);
  }

  private static JWTClaimsSet claims() {
    return new JWTClaimsSet.Builder()
        .issuer("shop")
        .subject("ana")
        .expirationTime(Date.from(NOON.plus(LIFE)))
        .build();
  }
}
