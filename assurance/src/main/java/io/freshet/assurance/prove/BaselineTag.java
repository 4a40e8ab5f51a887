package io.freshet.assurance.prove;

import io.freshet.core.lake.References;
import java.time.Duration;
import org.apache.iceberg.Table;

/**
 * Keeps a state that was proved from expiry, so that the next proof can go on from it: a tag of the
 * table's snapshot, one for each thing that proofs show. A later proof of the same moves it; one
 * that nothing moves is gone after {@link #KEPT}, and with it the files that only it holds.
 */
public final class BaselineTag {
  /** A weekend without a proof. */
  static final Duration KEPT = Duration.ofDays(4);

  private static final String PREFIX = "freshet_proved_";

  private BaselineTag() {}

  /**
   * @param subject what the proof has shown; letters
   */
  public static void keep(Table table, String subject, Baseline proved) {
    String tag = PREFIX + subject;
    table.refresh();
    if (table.snapshot(proved.snapshot()) == null) {
      // Expired while it was proved: the next proof reads all.
      return;
    }
    References.change(
        table,
        references -> {
          if (table.refs().containsKey(tag)) {
            references.replaceTag(tag, proved.snapshot());
          } else {
            references.createTag(tag, proved.snapshot());
          }
          references.setMaxRefAgeMs(tag, KEPT.toMillis());
        });
  }
}
