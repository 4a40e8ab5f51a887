package io.freshet.console.login;

import java.time.Instant;
import java.util.Set;

/**
 * Somebody who has logged in.
 *
 * @param subject by which the provider knows them, and nobody else
 * @param name for people to read; another person may come to have it
 * @param groups those that the console's settings name
 * @param session of this login; no other one has it
 * @param until when it ends
 */
public record Person(
    String subject, String name, Set<String> groups, String session, Instant until) {
  public Person {
    groups = Set.copyOf(groups);
  }
}
