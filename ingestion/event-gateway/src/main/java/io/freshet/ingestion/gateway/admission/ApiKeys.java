package io.freshet.ingestion.gateway.admission;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which key is whose. Only hashes are known here; how long a comparison takes tells nothing about
 * any of them. SHA-256 without salt is enough for keys that are random and long.
 */
public final class ApiKeys {
  private static final String KEY = "gateway.key-hashes";
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";
  private static final Pattern ENTRY = Pattern.compile("([a-z][a-z0-9_-]*):([0-9a-fA-F]{64})");

  private final List<Entry> entries;

  private record Entry(String producer, byte[] hash) {}

  private ApiKeys(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * @param hashes {@code producer:hash}, the hash of a key being its SHA-256 in hexadecimal digits
   */
  public static ApiKeys of(List<String> hashes) {
    if (hashes.isEmpty()) {
      throw new InvalidSettingException(
          KEY, "empty", "at least one producer:hash, or nobody could send anything");
    }

    return new ApiKeys(hashes.stream().map(ApiKeys::entry).toList());
  }

  private static Entry entry(String text) {
    Matcher matcher = ENTRY.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidSettingException(
          KEY,
          "an entry of %d letters".formatted(text.length()),
          "a producer's name, a colon and 64 hexadecimal digits");
    }

    return new Entry(matcher.group(1), HexFormat.of().parseHex(matcher.group(2)));
  }

  /** The hash of a key, as the setting wants it. */
  public static String hash(String key) {
    return HexFormat.of().formatHex(Sha256.of(key));
  }

  /** Those who have a key; for the log. */
  public List<String> producers() {
    return entries.stream().map(Entry::producer).distinct().toList();
  }

  /**
   * Who it is that shows this header.
   *
   * @param authorization {@code Bearer KEY}, or {@code Basic} with the producer as the user and the
   *     key as the password; {@code null} when the request has none
   */
  public Optional<String> producer(String authorization) {
    if (authorization == null) {
      return Optional.empty();
    }
    if (begins(authorization, BEARER)) {
      return owner(authorization.substring(BEARER.length()).strip());
    }
    if (begins(authorization, BASIC)) {
      return basic(authorization.substring(BASIC.length()).strip());
    }

    return Optional.empty();
  }

  private Optional<String> basic(String encoded) {
    String credentials;
    try {
      credentials = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
    int colon = credentials.indexOf(':');
    String user = credentials.substring(0, Math.max(0, colon));

    return owner(credentials.substring(colon + 1)).filter(user::equals);
  }

  /** Looks at every entry, whichever it is. */
  private Optional<String> owner(String key) {
    byte[] hash = Sha256.of(key);
    List<String> owners = new ArrayList<>();
    for (Entry entry : entries) {
      if (MessageDigest.isEqual(entry.hash(), hash)) {
        owners.add(entry.producer());
      }
    }

    return owners.stream().findFirst();
  }

  private static boolean begins(String text, String scheme) {
    return text.regionMatches(true, 0, scheme, 0, scheme.length());
  }
}
