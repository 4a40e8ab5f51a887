package io.freshet.console.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.core.toolkit.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A small identity provider: one person, who has always just logged in there. It checks what a
 * strict one checks: client, secret, redirect address, and the code's verifier.
 */
public final class TestProvider implements AutoCloseable {
  public static final String CLIENT = "freshet-console";
  public static final String SECRET = "of-the-client";

  /** Made once: that takes longer than all that is tested with it. */
  private static final RSAKey KEY = newKey();

  private final HttpServer server;
  private final Map<String, Map<String, String>> askedByCode = new ConcurrentHashMap<>();
  private volatile UnaryOperator<JWTClaimsSet.Builder> claims = each -> each;
  private volatile Function<JWTClaimsSet, String> signature = this::signed;
  private volatile Optional<String> description = Optional.empty();
  private volatile Optional<String> refusal = Optional.empty();

  private TestProvider(HttpServer server) {
    this.server = server;
  }

  public static TestProvider start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      TestProvider provider = new TestProvider(server);
      server.createContext("/", provider::answer);
      server.start();

      return provider;
    } catch (IOException e) {
      throw new IllegalStateException("Cannot start the provider", e);
    }
  }

  private static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID("one").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How a console is set that trusts it. */
  public LoginSettings settings(String redirect) {
    return new LoginSettings(
        new LoginSettings.Client(
            URI.create(issuer()),
            CLIENT,
            Optional.of(SECRET),
            URI.create(redirect),
            List.of("profile")),
        new Admission("groups", Set.of("data"), Set.of("analysts")),
        new LoginSettings.Terms(Duration.ofHours(1), Optional.empty()));
  }

  /** Says and signs what is right, and lets everybody in. */
  public void reset() {
    claims = each -> each;
    signature = this::signed;
    description = Optional.empty();
    refusal = Optional.empty();
  }

  /** Says something else of the person. */
  public void says(UnaryOperator<JWTClaimsSet.Builder> change) {
    claims = change;
  }

  /** Signs in another way. */
  public void signs(Function<JWTClaimsSet, String> how) {
    signature = how;
  }

  /** Describes itself in another way. */
  public void describes(String json) {
    description = Optional.of(json);
  }

  /** Lets nobody in, for that reason. */
  public void refuses(String why) {
    refusal = Optional.of(why);
  }

  /** What it tells of whoever logs in, if nothing is changed. */
  public String signed(JWTClaimsSet of) {
    return signed(of, KEY);
  }

  public static String signed(JWTClaimsSet of, RSAKey by) {
    try {
      SignedJWT token =
          new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), of);
      token.sign(new RSASSASigner(by));

      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/.well-known/openid-configuration" ->
          write(exchange, 200, "application/json", description.orElseGet(this::description));
      case "/keys" ->
          write(exchange, 200, "application/json", new JWKSet(KEY.toPublicJWK()).toString());
      case "/authorize" -> authorize(exchange);
      case "/token" -> token(exchange);
      default -> write(exchange, 404, "text/plain", "nothing");
    }
  }

  private String description() {
    return """
        {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize",
         "token_endpoint": "%1$s/token", "jwks_uri": "%1$s/keys",
         "end_session_endpoint": "%1$s/logout", "response_types_supported": ["code"],
         "subject_types_supported": ["public"],
         "id_token_signing_alg_values_supported": ["RS256"]}
        """
        .formatted(issuer());
  }

  /** Asks nothing and sends the browser back at once. */
  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = form(exchange.getRequestURI().getRawQuery());
    boolean isRight =
        CLIENT.equals(asked.get("client_id"))
            && "code".equals(asked.get("response_type"))
            && "S256".equals(asked.get("code_challenge_method"))
            && asked.get("scope").contains("openid");
    if (!isRight) {
      write(exchange, 400, "text/plain", "not so");

      return;
    }
    String code = UUID.randomUUID().toString();
    askedByCode.put(code, asked);
    String back =
        "%s?%s&state=%s"
            .formatted(
                asked.get("redirect_uri"),
                refusal.map(why -> "error=" + why).orElse("code=" + code),
                URLEncoder.encode(asked.get("state"), UTF_8));
    exchange.getResponseHeaders().add("Location", back);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void token(HttpExchange exchange) throws IOException {
    Map<String, String> given = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    // Each code is good once.
    Map<String, String> asked = askedByCode.remove(given.getOrDefault("code", ""));
    String credentials =
        "Basic " + Base64.getEncoder().encodeToString((CLIENT + ":" + SECRET).getBytes(UTF_8));
    boolean isRight =
        asked != null
            && credentials.equals(exchange.getRequestHeaders().getFirst("Authorization"))
            && asked.get("redirect_uri").equals(given.get("redirect_uri"))
            && asked.get("code_challenge").equals(challenge(given.get("code_verifier")));
    if (!isRight) {
      write(exchange, 400, "application/json", "{\"error\": \"invalid_grant\"}");

      return;
    }
    write(
        exchange,
        200,
        "application/json",
        "{\"access_token\": \"opens-nothing-here\", \"token_type\": \"Bearer\", \"id_token\": \"%s\"}"
            .formatted(signature.apply(claims.apply(person(asked)).build())));
  }

  private JWTClaimsSet.Builder person(Map<String, String> asked) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer())
        .audience(CLIENT)
        .subject("4711")
        .claim("preferred_username", "ada")
        .claim("groups", List.of("data", "analysts", "others"))
        .claim("nonce", asked.get("nonce"))
        .issueTime(new Date())
        .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))));
  }

  private static String challenge(String verifier) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(verifier));
  }

  private static Map<String, String> form(String text) {
    Map<String, String> values = new HashMap<>();
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(
            URLDecoder.decode(pair.substring(0, equals), UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }

    return values;
  }

  private static void write(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
