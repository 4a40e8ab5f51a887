package io.freshet.warehouse.snowflake.script;

import io.freshet.core.toolkit.Sha256;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A short digest of what an object should be. It stands at the end of the object's comment, so that
 * a plan can tell whether the one in the account is the one that contracts and settings ask for.
 *
 * @param lasting a digest of the part that can't be altered, where the rest can
 */
public record Definition(String digest, Optional<String> lasting) {
  private static final int DIGITS = 10;
  private static final String DIGEST = "([0-9a-f]{%d})".formatted(DIGITS);
  private static final Pattern MARK =
      Pattern.compile("\\[freshet:%s(?:/%s)?]$".formatted(DIGEST, DIGEST));

  static Definition of(String sql) {
    return new Definition(digest(sql), Optional.empty());
  }

  /**
   * @param lasting what no statement can alter once the object is there
   */
  static Definition of(String sql, String lasting) {
    return new Definition(digest(sql), Optional.of(digest(lasting)));
  }

  private static String digest(String sql) {
    return Sha256.hex(sql).substring(0, DIGITS);
  }

  /** The definition that a comment names; empty when it was not written by Freshet. */
  public static Optional<Definition> in(String comment) {
    Matcher mark = MARK.matcher(comment == null ? "" : comment);

    return mark.find()
        ? Optional.of(new Definition(mark.group(1), Optional.ofNullable(mark.group(2))))
        : Optional.empty();
  }

  /** Whether an object of the other definition can be made to agree with this one. */
  public boolean canReplace(Definition there) {
    return lasting.equals(there.lasting);
  }

  String comment(String text) {
    String mark = digest + lasting.map("/"::concat).orElse("");

    return Sql.text("%s [freshet:%s]".formatted(text, mark));
  }
}
