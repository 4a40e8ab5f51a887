package io.freshet.console.receipts;

/** A number that the receipt of a nightly or a backfill states. */
public enum JobFigure {
  DAYS("days", "freshet_nightly_days", "Days", "Local days, or weeks, that it was about"),
  ROWS("rows", "freshet_nightly_rows", "Rows", "Rows of those days once they were written"),
  INPUT_FILES(
      "input_files",
      "freshet_nightly_input_files",
      "Input files",
      "Data files that may hold rows of those days"),
  INPUT_ROWS(
      "input_rows",
      "freshet_nightly_input_rows",
      "Input rows",
      "Rows of these files, each counted once"),
  INPUT_BYTES("input_bytes", "freshet_nightly_input_bytes", "Input size", "Size of these files"),
  WRITTEN_BYTES(
      "bytes_written",
      "freshet_nightly_written_bytes",
      "Written",
      "Size of the files that were written"),
  ATTEMPTS(
      "attempts",
      "freshet_nightly_attempts",
      "Attempts",
      "How often it was computed until nobody else had changed a day"),
  DURATION_SECONDS(
      "seconds", "freshet_nightly_duration_seconds", "Took", "How long it took by the clock"),
  CPU_SECONDS(
      "cpu_seconds",
      "freshet_nightly_cpu_seconds",
      "Processor time",
      "Processor time that it took");

  private final String key;
  private final String metric;
  private final String title;
  private final String meaning;

  JobFigure(String key, String metric, String title, String meaning) {
    this.key = key;
    this.metric = metric;
    this.title = title;
    this.meaning = meaning;
  }

  /** Its name in the receipt. */
  String key() {
    return key;
  }

  /** Its name at {@code /metrics}. */
  public String metric() {
    return metric;
  }

  public String title() {
    return title;
  }

  /** What it is, in words. */
  public String meaning() {
    return meaning;
  }
}
