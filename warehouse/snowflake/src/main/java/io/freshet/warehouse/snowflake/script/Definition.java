package io.freshet.warehouse.snowflake.script;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A short digest of what an object should be. It stands at the end of the object's comment, so that
 * a plan can tell whether the one in the account is the one that contracts and settings ask for.
 */
public record Definition(String digest) {
  private static final int DIGITS = 10;
  private static final Pattern MARK = Pattern.compile("\\[freshet:([0-9a-f]{" + DIGITS + "})]$");

  static Definition of(String sql) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(sql.getBytes(StandardCharsets.UTF_8));

      return new Definition(HexFormat.of().formatHex(hash).substring(0, DIGITS));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }

  /** The definition that a comment names; empty when it was not written by Freshet. */
  public static Optional<Definition> in(String comment) {
    Matcher mark = MARK.matcher(comment == null ? "" : comment);

    return mark.find() ? Optional.of(new Definition(mark.group(1))) : Optional.empty();
  }

  String comment(String text) {
    return Sql.text("%s [freshet:%s]".formatted(text, digest));
  }
}
