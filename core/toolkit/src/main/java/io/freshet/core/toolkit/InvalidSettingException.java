package io.freshet.core.toolkit;

/**
 * A setting that can't be used; names the key, its value and what would be right. Passwords that
 * stand in the value are masked.
 */
public final class InvalidSettingException extends FreshetException {
  public InvalidSettingException(String key, Object value, String allowed) {
    super(
        Fault.CALLER,
        "%s is %s; it must be %s".formatted(key, Secrets.masked(String.valueOf(value)), allowed));
  }

  InvalidSettingException(String message) {
    super(Fault.CALLER, message);
  }
}
