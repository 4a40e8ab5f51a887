package io.freshet.cli.contract.diff;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

/**
 * Somebody whom a change may hit.
 *
 * @param how what is known of how it reads
 * @param job with what it is, such as {@code dbt model …}
 * @param reads the dataset by which the change gets to it
 * @param makes what it writes, if anything
 * @param owner of the job, or else of what it makes
 */
record Reader(How how, String job, String reads, Optional<String> makes, Optional<String> owner) {

  /** As people read it. */
  String text() {
    return "%s%s · %s%s"
        .formatted(
            makes.map(made -> made + " · by ").orElse(""),
            job,
            how == How.FOLLOWS ? "follows " + reads : how.text(),
            owner.map(" · %s"::formatted).orElse(""));
  }

  void addTo(ObjectNode json) {
    json.put("how", how.name().toLowerCase(Locale.ROOT))
        .put("job", job)
        .put("reads", reads)
        .put("makes", makes.orElse(null))
        .put("owner", owner.orElse(null));
  }

  /** From the sure to the possible. */
  enum How {
    /** It names the column, or the whole table is concerned. */
    READS("reads it"),
    /** It reads the table and tells no columns. */
    READS_TABLE("reads the table"),
    /** It names other columns, and doesn't say what it filters by. */
    MAY_READ("may filter by it"),
    /** It reads what one of the others makes. */
    FOLLOWS("follows");

    private final String text;

    How(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }
}
