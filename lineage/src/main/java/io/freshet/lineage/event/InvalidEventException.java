package io.freshet.lineage.event;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;

/** What came is no OpenLineage event. */
public final class InvalidEventException extends FreshetException {
  private final boolean isJson;

  private InvalidEventException(boolean isJson, String message) {
    super(Fault.CALLER, message);
    this.isJson = isJson;
  }

  static InvalidEventException noJson(String why) {
    return new InvalidEventException(
        false, "The body is no JSON: %s; an OpenLineage event is wanted".formatted(why));
  }

  static InvalidEventException at(String place, String seen, String wanted) {
    return new InvalidEventException(
        true, "%s is %s; it must be %s".formatted(place, seen, wanted));
  }

  /** Whether it could be read at all. */
  public boolean isJson() {
    return isJson;
  }
}
