package io.freshet.console.http;

import static io.freshet.console.board.Boards.waiting;

import io.freshet.console.board.Boards;
import io.freshet.console.login.Login;
import io.freshet.console.login.TestProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A console whose guests log in at a provider of the tests'. One serves all tests of a class, each
 * as if nothing had happened before.
 */
final class LoginConsole implements BeforeEachCallback, AfterAllCallback {
  /** The cookie of who is in. */
  static final String SESSION = "__Host-freshet_session";

  /** The cookie of who has begun to log in. */
  static final String ATTEMPT = "__Host-freshet_login";

  private static final String REDIRECT = "https://console.example/login/callback";

  private final TestProvider provider = TestProvider.start();
  private Instant now = Instant.now();
  private final OpenConsole console = console(provider);

  TestProvider provider() {
    return provider;
  }

  OpenConsole console() {
    return console;
  }

  /** Another, to be closed by the test. */
  OpenConsole console(TestProvider trusted) {
    return new OpenConsole(
        new MemorySources().with(Boards.of(waiting("rides", 3), waiting("fares", 90))),
        Optional.of(new Login(trusted.settings(REDIRECT), () -> now)),
        0);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    provider.reset();
    console.sources().asker().forget();
    now = Instant.now();
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    console.close();
    provider.close();
  }
}
