package io.freshet.bench.query;

import io.freshet.bench.Run.Standing;
import org.apache.iceberg.catalog.TableIdentifier;

/** How the same rows lie in a table. */
enum Layout {
  /** By day, each sorted by market, dasher and time: as the writer and maintenance leave them. */
  OURS("our layout", Standing.OURS, ""),
  /** The very files of ours, and besides how many distinct values each column has. */
  COUNTED("ours, distinct values counted", Standing.PEER, "_counted"),
  /** By day, each along a Z-order curve of latitude and longitude. */
  Z_ORDER("Z-order of positions", Standing.PEER, "_along_a_curve"),
  /** In a random order, neither partitioned nor sorted. */
  NONE("no layout", Standing.PEER, "_without_layout");

  private final String title;
  private final Standing standing;
  private final String suffix;

  Layout(String title, Standing standing, String suffix) {
    this.title = title;
    this.standing = standing;
    this.suffix = suffix;
  }

  /**
   * @param ours the table of {@link #OURS}
   */
  AskedByTurns.Asked asked(TableIdentifier ours) {
    return new AskedByTurns.Asked(title, standing, table(ours));
  }

  /**
   * @param ours the table of {@link #OURS}
   */
  TableIdentifier table(TableIdentifier ours) {
    return TableIdentifier.of(ours.namespace(), ours.name() + suffix);
  }
}
