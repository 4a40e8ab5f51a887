package io.freshet.core.envelope.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.authenticator.SaslClientCallbackHandler;

/**
 * Reads the password from its file whenever Kafka's client logs in, which is at each connection: a
 * new password takes effect without a restart, and neither a job's plan nor a heap holds the old
 * one for long. Kafka's client makes it.
 */
public final class PasswordFileLogin implements AuthenticateCallbackHandler {
  /** The option of the login module that names the file. */
  static final String FILE = "password_file";

  private final AuthenticateCallbackHandler other = new SaslClientCallbackHandler();
  private String username = "";
  private Path file = Path.of("");

  @Override
  public void configure(
      Map<String, ?> configuration, String mechanism, List<AppConfigurationEntry> entries) {
    other.configure(configuration, mechanism, entries);
    Map<String, ?> options = entries.get(0).getOptions();
    username = String.valueOf(options.get("username"));
    file = Path.of(String.valueOf(options.get(FILE)));
  }

  @Override
  public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      if (callback instanceof NameCallback name) {
        name.setName(username);
      } else if (callback instanceof PasswordCallback password) {
        password.setPassword(password(file).toCharArray());
      } else {
        other.handle(new Callback[] {callback});
      }
    }
  }

  /** The file's text without the line feed that editors put at its end. */
  static String password(Path file) throws IOException {
    return Files.readString(file).replaceFirst("[\r\n]+$", "");
  }

  @Override
  public void close() {
    other.close();
  }
}
