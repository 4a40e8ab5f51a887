package io.freshet.catalog.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.toolkit.Sha256;
import java.net.URI;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4, as S3 and its like check it: of a request whose headers are all given,
 * with the hash of its body or a word in place of it. Paths are encoded once and not made shorter.
 */
final class SignatureV4 {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String SERVICE = "s3";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private SignatureV4() {}

  /** A moment as {@code x-amz-date} has it. */
  static String time(Instant moment) {
    return TIME.format(moment);
  }

  /**
   * The header {@code Authorization}.
   *
   * @param headers those that are signed, by their names in lower case; {@code host}, {@code
   *     x-amz-date} and {@code x-amz-content-sha256} are among them
   */
  static String authorization(
      String method, URI uri, SortedMap<String, String> headers, String region, StoreKeys keys) {
    String time = headers.get("x-amz-date");
    String day = time.substring(0, time.indexOf('T'));
    String scope = String.join("/", day, region, SERVICE, "aws4_request");
    String names = String.join(";", headers.keySet());
    String canonical =
        String.join(
            "\n",
            method,
            Encoding.encodedPath(uri.getPath()),
            query(uri),
            headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + folded(header.getValue()) + "\n")
                .collect(Collectors.joining()),
            names,
            headers.get("x-amz-content-sha256"));
    String toSign = String.join("\n", ALGORITHM, time, scope, Sha256.hex(canonical));
    byte[] key = ("AWS4" + keys.secretKey()).getBytes(UTF_8);
    for (String part : scope.split("/", -1)) {
      key = mac(key, part);
    }

    return "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
        .formatted(
            ALGORITHM, keys.accessKey(), scope, names, HexFormat.of().formatHex(mac(key, toSign)));
  }

  private static String query(URI uri) {
    if (uri.getRawQuery() == null) {
      return "";
    }

    return Arrays.stream(uri.getRawQuery().split("&", -1))
        .filter(parameter -> !parameter.isEmpty())
        .map(parameter -> parameter.split("=", 2))
        .map(
            pair ->
                Encoding.encoded(Encoding.decoded(pair[0]))
                    + "="
                    + (pair.length == 1 ? "" : Encoding.encoded(Encoding.decoded(pair[1]))))
        .sorted()
        .collect(Collectors.joining("&"));
  }

  private static String folded(String value) {
    return value.strip().replaceAll(" +", " ");
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));

      return mac.doFinal(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("Every Java has HMAC with SHA-256", e);
    }
  }
}
