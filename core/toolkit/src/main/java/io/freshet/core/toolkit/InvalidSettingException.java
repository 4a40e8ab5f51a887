package io.freshet.core.toolkit;

import java.util.Optional;

/**
 * A setting that can't be used; names the key, its value and what would be right. Passwords that
 * stand in the value are masked.
 */
public final class InvalidSettingException extends FreshetException {
  private final String key;

  public InvalidSettingException(String key, Object value, String allowed) {
    super(
        Fault.CALLER,
        "%s is %s; it must be %s".formatted(key, Secrets.masked(String.valueOf(value)), allowed));
    this.key = key;
  }

  InvalidSettingException(String message) {
    super(Fault.CALLER, message);
    this.key = "";
  }

  private InvalidSettingException(String key, String message) {
    super(Fault.CALLER, message);
    this.key = key;
  }

  static InvalidSettingException notSet(String key, String environmentName) {
    return new InvalidSettingException(
        key, "%s is not set; set it in the profile or as %s".formatted(key, environmentName));
  }

  /** Empty when it is about none, or several. */
  Optional<String> key() {
    return Optional.of(key).filter(name -> !name.isEmpty());
  }
}
