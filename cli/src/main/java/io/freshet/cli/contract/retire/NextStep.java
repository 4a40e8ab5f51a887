package io.freshet.cli.contract.retire;

import io.freshet.core.contract.Lifecycle;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What comes next in the end of a contract. Readers are warned first, then it is no longer kept up;
 * data goes only when somebody asks for that.
 *
 * @param detail what is done, or why nothing is, for people
 */
record NextStep(Action action, String detail) {
  /** Steps, in their order. */
  enum Action {
    /** The contract's file and the table say when it ends. */
    DEPRECATE,
    /** Its end has not come, or somebody still reads it. */
    WAIT,
    /** The contract is no longer kept up. */
    RETIRE,
    /** What was written goes as well. */
    DELETE,
    /** There is nothing left but the data. */
    NONE
  }

  /**
   * How far the user wants to go.
   *
   * @param endOfLife the day that readers are told
   */
  record Wish(Optional<LocalDate> endOfLife, LocalDate standardEnd, boolean now, boolean delete) {}

  /**
   * The next one.
   *
   * @param readers how many are known; empty when nobody could be asked
   */
  static NextStep of(Lifecycle lifecycle, OptionalInt readers, LocalDate today, Wish wish) {
    if (lifecycle.isRetired()) {
      return wish.delete()
          ? new NextStep(Action.DELETE, "delete what was written")
          : new NextStep(
              Action.NONE, "it is retired already, and its data is kept; --delete-data deletes it");
    }
    if (wish.now()) {
      return new NextStep(Action.RETIRE, "keep it up no longer");
    }
    if (!lifecycle.isDeprecated() || wish.endOfLife().isPresent()) {
      LocalDate end = wish.endOfLife().orElse(wish.standardEnd());

      return new NextStep(Action.DEPRECATE, "keep it up until %s".formatted(end));
    }

    return lifecycle
        .endOfLife()
        .filter(today::isBefore)
        .map(end -> wait("it is kept up until %s".formatted(end)))
        .orElseGet(() -> whenDue(readers));
  }

  private static NextStep whenDue(OptionalInt readers) {
    if (readers.isEmpty()) {
      return wait("nobody could be asked who still reads it");
    }

    return readers.getAsInt() == 0
        ? new NextStep(Action.RETIRE, "keep it up no longer")
        : wait(
            "%d %s left"
                .formatted(
                    readers.getAsInt(), readers.getAsInt() == 1 ? "reader is" : "readers are"));
  }

  private static NextStep wait(String why) {
    return new NextStep(Action.WAIT, why + "; --now retires it all the same");
  }
}
