package io.freshet.console.http;

import static io.freshet.console.board.Boards.waiting;
import static io.freshet.testing.fuzz.Door.texts;

import io.freshet.console.board.Boards;
import io.freshet.console.login.Login;
import io.freshet.console.login.TestProvider;
import io.freshet.testing.fuzz.ApiDocument;
import io.freshet.testing.fuzz.Door;
import io.freshet.testing.fuzz.TestRun;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Requests made from the OpenAPI document, right and nearly right. */
class ConsoleFuzzTest {
  private static final MemorySources SOURCES =
      new MemorySources().with(Boards.of(waiting("rides", 3), waiting("fares", 90)));

  @Test
  void answersAsItsDocumentSays() {
    try (OpenConsole console = new OpenConsole(SOURCES)) {
      TestRun.run(door(console, "home"), 200);
    }
  }

  /** What strangers can reach of it, without a cookie. */
  @Test
  void answersAsItsDocumentSaysWhereALoginIsNeeded() {
    try (TestProvider provider = TestProvider.start();
        OpenConsole console = new OpenConsole(SOURCES, Optional.of(login(provider)), 0)) {
      TestRun.run(door(console, "account"), 200);
    }
  }

  private static Login login(TestProvider provider) {
    return new Login(
        provider.settings("https://console.example/login/callback"), InstantSource.system());
  }

  private static Door door(OpenConsole console, String good) {
    URI address = URI.create(console.address());

    return new Door(
        "console",
        address.getHost(),
        address.getPort(),
        ApiDocument.beside(ConsoleDoor.class),
        Map.of(),
        Map.of(
            "sql", texts("select 1"),
            "table", texts("raw.rides"),
            "contract", texts("rides"),
            "to", texts("/contracts"),
            "market", texts("berlin")),
        good,
        List.of(TestProvider.SECRET));
  }
}
