package io.freshet.console.board;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a table stands against its budget; the worst first. */
public enum Standing {
  LATE("late", "over its budget"),
  /** The table itself could not be read; the others were. */
  UNREADABLE("unreadable", "the table can't be read"),
  UNKNOWN("unknown", "table or topic is not there, or nothing was published yet"),
  UNMEASURED("not measured", "not measured since this console started"),
  FRESH("fresh", "within its budget");

  private final String label;
  private final String meaning;

  Standing(String label, String meaning) {
    this.label = label;
    this.meaning = meaning;
  }

  /** As pages say it. */
  public String label() {
    return label;
  }

  public String meaning() {
    return meaning;
  }

  /** As addresses and style sheets name it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Standing> coded(String code) {
    return Stream.of(values()).filter(each -> each.code().equals(code)).findFirst();
  }
}
