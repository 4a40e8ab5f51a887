package io.freshet.local.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;

/** Gives whoever knows the client's secret a signed token, and tells brokers the key. */
final class IdentityProvider implements AutoCloseable {
  private static final String KEY = "of-the-test";

  private final String subject;
  private final String authorization;
  private final KeyPair keys;
  private final HttpServer server;

  IdentityProvider(String client, String secret) throws IOException, GeneralSecurityException {
    this.subject = client;
    this.authorization =
        "Basic " + Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(UTF_8));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    this.keys = generator.generateKeyPair();
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", this::token);
    server.createContext("/keys", exchange -> answer(exchange, 200, keys()));
    server.start();
  }

  String tokens() {
    return address("/token");
  }

  String brokersKeys() {
    return address("/keys");
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private String address(String path) {
    return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
  }

  private void token(HttpExchange exchange) throws IOException {
    if (!authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    long now = Instant.now().getEpochSecond();
    String signed =
        "%s.%s"
            .formatted(
                base64("{\"alg\":\"RS256\",\"kid\":\"%s\"}".formatted(KEY).getBytes(UTF_8)),
                base64(
                    "{\"sub\":\"%s\",\"iat\":%d,\"exp\":%d}"
                        .formatted(subject, now, now + 600)
                        .getBytes(UTF_8)));
    answer(
        exchange,
        200,
        "{\"access_token\":\"%s.%s\",\"token_type\":\"Bearer\",\"expires_in\":600}"
            .formatted(signed, base64(signature(signed))));
  }

  private byte[] signature(String text) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(text.getBytes(UTF_8));

      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java signs by RSA", e);
    }
  }

  private String keys() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();

    return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}]}"
        .formatted(
            KEY,
            base64(key.getModulus().toByteArray()),
            base64(key.getPublicExponent().toByteArray()));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
