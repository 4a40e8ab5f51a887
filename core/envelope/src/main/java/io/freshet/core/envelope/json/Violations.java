package io.freshet.core.envelope.json;

import com.fasterxml.jackson.core.JsonParser;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one payload, up to a number that a person still reads. */
final class Violations {
  static final int MAX = 20;

  private final String prefix;
  private final List<Violation> found = new ArrayList<>();
  private int count;

  /**
   * @param prefix pointer to the payload in the request's body
   */
  Violations(String prefix) {
    this.prefix = prefix;
  }

  /** At the value that the parser has just begun. */
  void add(JsonParser at, String detail) {
    add(at.getParsingContext().pathAsPointer().toString(), detail);
  }

  /** At a member of the object that the parser has just ended. */
  void addMissing(JsonParser at, String member) {
    add(
        at.getParsingContext().pathAsPointer() + "/" + member,
        "%s is missing; it is required".formatted(member));
  }

  private void add(String pointer, String detail) {
    count++;
    if (found.size() < MAX) {
      found.add(new Violation(prefix + pointer, detail));
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  int count() {
    return count;
  }

  List<Violation> found() {
    return List.copyOf(found);
  }
}
