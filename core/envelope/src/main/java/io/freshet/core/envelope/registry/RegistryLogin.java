package io.freshet.core.envelope.registry;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * As whom the registry knows us: by {@code registry.user} and a password, or by a token. A file may
 * hold either; it is read for each question, so what it holds may change while the process runs,
 * and does not itself go into a job's plan.
 *
 * @param user empty with a token, and where nobody is asked
 * @param secret the password or token; empty when a file holds it
 * @param file empty for none
 */
public record RegistryLogin(String user, String secret, String file) implements Serializable {
  /** For a registry that asks nobody. */
  public static final RegistryLogin NONE = new RegistryLogin("", "", "");

  private static final String USER = "registry.user";
  private static final String PASSWORD = "registry.password";
  private static final String PASSWORD_FILE = "registry.password-file";
  private static final String TOKEN = "registry.token";
  private static final String TOKEN_FILE = "registry.token-file";

  /** Up to there. */
  private static final int ASCII = 0x7f;

  static RegistryLogin from(Settings settings) {
    Optional<String> user = settings.optionalText(USER);
    Optional<String> password = settings.optionalText(PASSWORD);
    Optional<String> passwordFile = settings.optionalText(PASSWORD_FILE);
    Optional<String> token = settings.optionalText(TOKEN);
    Optional<String> tokenFile = settings.optionalText(TOKEN_FILE);
    long ways =
        List.of(password, passwordFile, token, tokenFile).stream()
            .filter(Optional::isPresent)
            .count();
    if (ways > 1) {
      throw new InvalidSettingException(
          "registry's login",
          "two secrets",
          "one of " + String.join(", ", PASSWORD, PASSWORD_FILE, TOKEN, TOKEN_FILE));
    }
    boolean hasPassword = password.isPresent() || passwordFile.isPresent();
    if (user.isPresent() != hasPassword) {
      throw new InvalidSettingException(
          USER,
          user.orElse("not set"),
          "given together with %s or %s".formatted(PASSWORD, PASSWORD_FILE));
    }
    user.filter(name -> name.contains(":"))
        .ifPresent(
            name -> {
              throw new InvalidSettingException(
                  USER, name, "without a colon, after which a registry reads the password");
            });
    requireReadable(PASSWORD_FILE, passwordFile);
    requireReadable(TOKEN_FILE, tokenFile);

    return new RegistryLogin(
        user.orElse(""),
        password.or(() -> token).orElse(""),
        passwordFile.or(() -> tokenFile).orElse(""));
  }

  private static void requireReadable(String key, Optional<String> file) {
    file.map(Path::of)
        .filter(path -> !Files.isReadable(path))
        .ifPresent(
            path -> {
              throw new InvalidSettingException(key, path, "a file that this process may read");
            });
  }

  /** Whether there is something to show. */
  boolean isAsked() {
    return !secret.isEmpty() || !file.isEmpty();
  }

  /**
   * What goes with each question.
   *
   * @throws FreshetException {@code CALLER} when the file is gone, or what it holds is not one line
   */
  public Map<String, String> headers() {
    if (!isAsked()) {
      return Map.of();
    }
    String shown = onOneLine(secretAsItIsNow().strip());

    return Map.of("Authorization", user.isEmpty() ? "Bearer " + shown : basic(user, shown));
  }

  /** Or a header's client would print it, where it says what it does not take. */
  private String onOneLine(String shown) {
    boolean isToken = user.isEmpty();
    if (shown.isEmpty()
        || shown
            .chars()
            .anyMatch(each -> Character.isISOControl(each) || (isToken && each > ASCII))) {
      throw new FreshetException(
          Fault.CALLER,
          "The secret that the schema registry is shown (%s) must be one line that is not empty%s"
              .formatted(
                  isToken ? "a token" : "the password of " + user, isToken ? ", of ASCII" : ""));
    }

    return shown;
  }

  private static String basic(String user, String password) {
    byte[] both = "%s:%s".formatted(user, password).getBytes(StandardCharsets.UTF_8);

    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  private String secretAsItIsNow() {
    if (file.isEmpty()) {
      return secret;
    }
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      String key = user.isEmpty() ? TOKEN_FILE : PASSWORD_FILE;
      throw new FreshetException(
          Fault.CALLER, "%s can't be read: %s".formatted(key, e.getMessage()), e);
    }
  }

  /** Without the secret: this may reach a log. */
  @Override
  public String toString() {
    return user.isEmpty() ? (isAsked() ? "a token" : "nobody") : user;
  }
}
