package io.freshet.assurance.find;

/** What has become of an event of the log. */
public enum Fate {
  ROW("it is a row of the table"),
  DEAD_LETTER("it was refused and is a dead letter"),
  SENT_AGAIN("it was refused, was sent again and is a row of the table"),
  WAITING("it waits in Kafka: the writer has not come so far"),
  TEST("it is marked as a test, which ends before it becomes a row"),
  BEFORE_TABLE("the table began to read behind it"),
  ERASED("its row was erased"),
  REPLACED("the table keeps the latest row of each key, and has none of this event"),
  EXPIRED("its row was kept as long as the contract says"),
  GONE("Kafka has let it go, and the table has no row of it"),
  NO_RECORD("no committed record has that offset: a transaction's marker, or what was taken back"),
  NOT_YET("the partition has not come to that offset"),
  NO_PARTITION("the topic has no such partition"),
  NO_TABLE("its stream has no table"),
  TOO_MANY_FILES("the table has read it; more files may hold its row than are opened here"),
  MISSING("the table has read it and holds neither a row nor a dead letter of it");

  private final String meaning;

  Fate(String meaning) {
    this.meaning = meaning;
  }

  /** In words that follow a name. */
  public String meaning() {
    return meaning;
  }
}
