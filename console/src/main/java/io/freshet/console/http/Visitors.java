package io.freshet.console.http;

import io.freshet.console.page.AccountPage;
import io.freshet.console.page.Links;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** Who comes: somebody who has logged in, or anybody where the settings name no provider. */
final class Visitors {
  private final Optional<LoginDoor> login;
  private final Router router;

  Visitors(Optional<LoginDoor> login, Router router) {
    this.login = login;
    this.router = router;
  }

  /** Whether it is about logging in or out, which is for anyone. */
  boolean takes(Request request) {
    return LoginDoor.takes(request);
  }

  /** Whether something may be sent to that address. */
  boolean takesSent(Request request) {
    return login.isPresent() && request.getHttpURI().getPath().equals(Links.LOGOUT);
  }

  /** Whether somebody wants to log out. */
  boolean isSent(Request request) {
    return login.isPresent() && LoginDoor.isLogout(request);
  }

  Answer answer(Request request, Response response) {
    return login
        .map(door -> door.answer(request, response))
        .orElseGet(() -> router.account(200, AccountPage.withoutLogin()));
  }

  /** Empty when whoever comes must log in before. */
  Optional<Visitor> visitor(Request request) {
    return login.isPresent()
        ? login.get().visitor(request)
        : Optional.of(Visitor.unknown(QueryDoor.browser(request)));
  }

  /** What is told to who must log in before. */
  Answer stranger(Request request, Response response) {
    return login.orElseThrow().stranger(request, response);
  }
}
