package io.freshet.console.receipts;

/** A number that the receipt of a nightly or a backfill states. */
public enum JobFigure {
  DAYS("days", "Days", "Local days, or weeks, that it was about"),
  ROWS("rows", "Rows", "Rows of those days once they were written"),
  INPUT_FILES("input_files", "Input files", "Data files that may hold rows of those days"),
  INPUT_ROWS("input_rows", "Input rows", "Rows of these files, each counted once"),
  INPUT_BYTES("input_bytes", "Input size", "Size of these files"),
  WRITTEN_BYTES("bytes_written", "Written", "Size of the files that were written"),
  ATTEMPTS("attempts", "Attempts", "How often it was computed until nobody else had changed a day"),
  DURATION_SECONDS("seconds", "Took", "How long it took by the clock"),
  CPU_SECONDS("cpu_seconds", "Processor time", "Processor time that it took");

  private final String key;
  private final String title;
  private final String meaning;

  JobFigure(String key, String title, String meaning) {
    this.key = key;
    this.title = title;
    this.meaning = meaning;
  }

  /** Its name in the receipt. */
  String key() {
    return key;
  }

  public String title() {
    return title;
  }

  /** What it is, in words. */
  public String meaning() {
    return meaning;
  }
}
