package io.freshet.deploy.sbom.advisory;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as Maven orders them: by numbers, and by words of which some stand before a release
 * ({@code rc}), some for it ({@code Final}) and all others after it ({@code jre}).
 */
final class MavenVersion implements Comparable<MavenVersion> {
  /** In their order; the empty one is the release itself. */
  private static final List<String> WORDS =
      List.of("alpha", "beta", "milestone", "rc", "snapshot", "", "sp");

  private static final List<String> RELEASE = List.of("ga", "final", "release");
  private static final Pattern PART = Pattern.compile("([.-]?)(\\d+|[^\\d.-]+|(?=[.-]|$))");

  private final List<Token> tokens;

  private MavenVersion(List<Token> tokens) {
    this.tokens = List.copyOf(tokens);
  }

  /**
   * @param isHyphen whether it follows a hyphen, as it does where digits and letters meet
   */
  private record Token(boolean isHyphen, String text) {
    boolean isNumber() {
      return !text.isEmpty() && Character.isDigit(text.charAt(0));
    }

    /** Says nothing, and so may be left out at an end. */
    boolean isNothing() {
      return text.isEmpty() || text.equals("0");
    }

    /** What stands for it in a version that ends before. */
    Token nothing() {
      return new Token(isHyphen, isNumber() ? "0" : "");
    }
  }

  static MavenVersion of(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = PART.matcher(text.toLowerCase(Locale.ROOT));
    int end = 0;
    while (end < text.length() && matcher.find(end)) {
      String part = matcher.group(2);
      boolean meets = matcher.group(1).isEmpty() && !tokens.isEmpty();
      end = matcher.end();
      boolean isBeforeDigits = end < text.length() && Character.isDigit(text.charAt(end));
      tokens.add(new Token(meets || matcher.group(1).equals("-"), normal(part, isBeforeDigits)));
    }
    for (int i = tokens.size() - 1; i > 0; i--) {
      if (tokens.get(i).isNothing() && (i == tokens.size() - 1 || tokens.get(i + 1).isHyphen())) {
        tokens.remove(i);
      }
    }

    return new MavenVersion(tokens);
  }

  private static String normal(String part, boolean isBeforeDigits) {
    if (part.isEmpty()) {
      return "0";
    }
    if (Character.isDigit(part.charAt(0))) {
      return new BigInteger(part).toString();
    }
    if (RELEASE.contains(part)) {
      return "";
    }

    return switch (part) {
      case "cr" -> "rc";
      case "a" -> isBeforeDigits ? "alpha" : part;
      case "b" -> isBeforeDigits ? "beta" : part;
      case "m" -> isBeforeDigits ? "milestone" : part;
      default -> part;
    };
  }

  @Override
  public int compareTo(MavenVersion other) {
    for (int i = 0; i < Math.max(tokens.size(), other.tokens.size()); i++) {
      int compared =
          compare(
              i < tokens.size() ? tokens.get(i) : other.tokens.get(i).nothing(),
              i < other.tokens.size() ? other.tokens.get(i) : tokens.get(i).nothing());
      if (compared != 0) {
        return compared;
      }
    }

    return 0;
  }

  private static int compare(Token one, Token another) {
    if (one.isNumber() && another.isNumber()) {
      return one.isHyphen() == another.isHyphen()
          ? new BigInteger(one.text()).compareTo(new BigInteger(another.text()))
          : Boolean.compare(another.isHyphen(), one.isHyphen());
    }
    if (one.isNumber() || another.isNumber()) {
      return Boolean.compare(one.isNumber(), another.isNumber());
    }
    int known = Integer.compare(rank(one), rank(another));

    return known != 0 ? known : one.text().compareTo(another.text());
  }

  private static int rank(Token word) {
    int index = WORDS.indexOf(word.text());

    return index < 0 ? WORDS.size() : index;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MavenVersion version && compareTo(version) == 0;
  }

  @Override
  public int hashCode() {
    return tokens.stream().map(Token::text).toList().hashCode();
  }
}
