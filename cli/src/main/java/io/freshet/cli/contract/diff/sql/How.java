package io.freshet.cli.contract.diff.sql;

/** What a text does with what is sought, from the sure to the possible. */
public enum How {
  MENTIONS("mentions it"),
  /** By {@code select *} or the like: it goes wherever the others go. */
  TAKES_ALL("takes all columns"),
  WRITES("writes it");

  private final String text;

  How(String text) {
    this.text = text;
  }

  /** As people read it. */
  public String text() {
    return text;
  }
}
