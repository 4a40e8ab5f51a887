package io.freshet.batch.backfill;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.batch.lake.FileSize;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a backfill has to do.
 *
 * @param done by an earlier call, and still as the table and its columns are
 * @param left to compute
 * @param input the files that hold what is to be read
 * @param secondsPerDay empty where no receipt says how long a partition takes
 */
public record BackfillPlan(
    Stretch stretch,
    String table,
    List<LocalDate> done,
    List<LocalDate> left,
    FileSize input,
    OptionalDouble secondsPerDay,
    int parallel) {
  public BackfillPlan {
    done = List.copyOf(done);
    left = List.copyOf(left);
  }

  public void writeTo(ObjectNode node) {
    node.put("job", stretch.job().name())
        .put("table", table)
        .put("period", stretch.job().period().code())
        .put("from", stretch.first().toString())
        .put("to", stretch.last().toString())
        .put("partitions", done.size() + left.size());
    list(node.putArray("done"), done);
    list(node.putArray("left"), left);
    node.put("input_files", input.files())
        .put("input_rows", input.rows())
        .put("input_bytes", input.bytes())
        .put("parallel", parallel);
    secondsPerDay.ifPresentOrElse(
        seconds -> node.put("expected_seconds", rounded(seconds * left.size() / parallel)),
        () -> node.putNull("expected_seconds"));
    node.put("branch", stretch.branch());
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 10) / 10.0;
  }

  private static void list(ArrayNode node, Collection<LocalDate> days) {
    days.forEach(day -> node.add(day.toString()));
  }
}
