package io.freshet.console.login;

import java.util.regex.Pattern;

/** Addresses of the console's own pages: a login leads nowhere else. */
final class LocalAddress {
  private static final String HOME = "/";

  /** In a cookie beside the rest of an attempt, of which browsers keep 4096 bytes. */
  private static final int LONGEST = 1000;

  /**
   * One slash and no second one, however it is written: browsers take {@code \} for a slash, and
   * leave out control characters.
   */
  private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])[!-\\[\\]-~]*");

  private LocalAddress() {}

  /** The address itself, or that of the first page where it may lead elsewhere or log in again. */
  static String of(String address) {
    boolean isLocal = address.length() <= LONGEST && LOCAL.matcher(address).matches();

    return isLocal && !address.startsWith("/login") && !address.startsWith("/logout")
        ? address
        : HOME;
  }
}
