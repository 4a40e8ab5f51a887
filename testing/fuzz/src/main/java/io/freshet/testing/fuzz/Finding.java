package io.freshet.testing.fuzz;

/**
 * Something that must not be, with the smallest request that was found to show it.
 *
 * @param request which one of the run it was, from 0
 * @param reproduction a command
 */
public record Finding(int request, Fault fault, String reproduction) {
  /** What may be wrong with an answer. */
  public enum Kind {
    SERVER_ERROR("5xx"),
    HANG("hang"),
    SILENCE("closed without an answer"),
    CUT("answer cut off"),
    NO_HTTP("answer is no HTTP"),
    TRACE("stack trace"),
    SECRET("secret"),
    LET_IN("let in"),
    SMUGGLED("smuggled request"),
    UNDOCUMENTED("not as documented"),
    DEAD("not right afterwards");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /**
   * @param seen what was answered, in one line
   */
  public record Fault(Kind kind, String seen) {}

  @Override
  public String toString() {
    return "request %d, %s: %s%n  %s"
        .formatted(request, fault.kind().label(), fault.seen(), reproduction);
  }
}
