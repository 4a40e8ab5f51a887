package io.freshet.warehouse.trino.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A JSON Web Token by which Trino knows who comes. It can't be taken back before it ends: a user
 * who is in no group any more may do nothing with it.
 */
public final class AccessToken {
  private static final String ALGORITHM = "HmacSHA256";
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  private AccessToken() {}

  /**
   * Signs a token.
   *
   * @param key in Base64, as Trino's key file has it
   */
  public static String sign(String user, String key, Instant now, Instant expires) {
    String header = JsonNodeFactory.instance.objectNode().put("alg", "HS256").toString();
    String claims =
        JsonNodeFactory.instance
            .objectNode()
            .put("sub", user)
            .put("iat", now.getEpochSecond())
            .put("exp", expires.getEpochSecond())
            .toString();
    String signed = encode(header) + "." + encode(claims);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), ALGORITHM));

      return signed
          + "."
          + URL.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new FreshetException(Fault.OURS, "Cannot sign a token", e);
    }
  }

  private static String encode(String json) {
    return URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
