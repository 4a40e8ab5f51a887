package io.freshet.core.lake;

import java.util.function.Consumer;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.iceberg.util.Tasks;

/**
 * Changes a table's tags and branches beside its writers. Iceberg tries a commit of rows again when
 * another was faster, but one of references never: beside a writer that commits every second, one
 * of ten would fail.
 */
public final class References {
  private References() {}

  /**
   * Tries as often, and waits as long in between, as the table's properties {@code commit.retry.*}
   * say.
   *
   * @param table is refreshed before each try
   * @param change says what is to change, by what the table's references are then; it is asked
   *     before each try, and commits nothing itself
   * @throws CommitFailedException when others were faster each time; nothing has changed
   */
  public static void change(Table table, Consumer<ManageSnapshots> change) {
    Tasks.foreach(table)
        .retry(
            number(
                table,
                TableProperties.COMMIT_NUM_RETRIES,
                TableProperties.COMMIT_NUM_RETRIES_DEFAULT))
        .exponentialBackoff(
            number(
                table,
                TableProperties.COMMIT_MIN_RETRY_WAIT_MS,
                TableProperties.COMMIT_MIN_RETRY_WAIT_MS_DEFAULT),
            number(
                table,
                TableProperties.COMMIT_MAX_RETRY_WAIT_MS,
                TableProperties.COMMIT_MAX_RETRY_WAIT_MS_DEFAULT),
            number(
                table,
                TableProperties.COMMIT_TOTAL_RETRY_TIME_MS,
                TableProperties.COMMIT_TOTAL_RETRY_TIME_MS_DEFAULT),
            2)
        .onlyRetryOn(CommitFailedException.class)
        .run(
            each -> {
              each.refresh();
              ManageSnapshots references = each.manageSnapshots();
              change.accept(references);
              references.commit();
            });
  }

  private static int number(Table table, String property, int otherwise) {
    return PropertyUtil.propertyAsInt(table.properties(), property, otherwise);
  }
}
