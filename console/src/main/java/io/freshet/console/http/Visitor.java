package io.freshet.console.http;

import io.freshet.console.login.Person;
import java.util.Optional;

/**
 * Who looks at a page.
 *
 * @param person empty where nobody logs in
 * @param browser or login, whose question is shown; empty where it has asked none
 */
record Visitor(Optional<Person> person, boolean mayAsk, Optional<String> browser) {
  /** Of a console that asks nobody who they are. */
  static Visitor unknown(Optional<String> browser) {
    return new Visitor(Optional.empty(), true, browser);
  }

  static Visitor known(Person person, boolean mayAsk) {
    return new Visitor(Optional.of(person), mayAsk, Optional.of(person.session()));
  }
}
