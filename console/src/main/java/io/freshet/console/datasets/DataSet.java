package io.freshet.console.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A set of rows to train on, by its manifest.
 *
 * @param cut at which it was read; empty where it was not
 * @param from the first moment of its rows, as it is written
 * @param state of its file
 */
public record DataSet(
    String name,
    String kind,
    Optional<String> cut,
    long rows,
    long orders,
    String from,
    String to,
    int features,
    String sha256,
    FileState state,
    List<Source> sources) {
  public DataSet {
    sources = List.copyOf(sources);
  }

  /** Whether its rows are those that the manifest speaks of. */
  public enum FileState {
    SOUND("as it was made"),
    CHANGED("not what its manifest says"),
    GONE("gone"),
    UNREADABLE("not to be read"),
    /** Others come first: it is looked at when the page is read again. */
    NOT_YET("not looked at yet"),
    /** Larger than is read for a page. */
    UNREAD("not looked at, as it is large");

    private final String meaning;

    FileState(String meaning) {
      this.meaning = meaning;
    }

    public String meaning() {
      return meaning;
    }

    /** Whether it can be trained on, as far as is known. */
    public boolean isSound() {
      return this == SOUND || this == NOT_YET || this == UNREAD;
    }
  }

  /**
   * A table that it was read of.
   *
   * @param tag that keeps the snapshot
   * @param contractVersion by which the table was made then
   * @param isKept whether the tag is there, at that snapshot; empty where nobody could tell
   */
  public record Source(
      String table, long snapshot, String tag, String contractVersion, Optional<Boolean> isKept) {}

  /**
   * Reads a manifest.
   *
   * @param tags says whether a table has that tag at that snapshot
   */
  static DataSet of(JsonNode manifest, FileState state, Tags tags) {
    List<Source> sources = new ArrayList<>();
    manifest
        .path("tables")
        .forEach(
            table ->
                sources.add(
                    new Source(
                        table.path("table").asText(),
                        table.path("snapshot_id").asLong(),
                        table.path("tag").asText(),
                        table.path("contract_version").asText(""),
                        tags.keeps(
                            table.path("table").asText(),
                            table.path("tag").asText(),
                            table.path("snapshot_id").asLong()))));

    return new DataSet(
        manifest.path("name").asText(),
        manifest.path("kind").asText(),
        Optional.of(manifest.path("cut").asText(""))
            .filter(cut -> !cut.isEmpty() && !cut.equals("null")),
        manifest.path("rows").asLong(),
        manifest.path("orders").asLong(),
        manifest.path("from").asText(),
        manifest.path("to").asText(),
        manifest.path("features").path("version").asInt(),
        manifest.path("sha256").asText(),
        state,
        sources);
  }

  /** What tables say of their tags. */
  @FunctionalInterface
  interface Tags {
    /** Empty where the table can't be read. */
    Optional<Boolean> keeps(String table, String tag, long snapshot);
  }
}
