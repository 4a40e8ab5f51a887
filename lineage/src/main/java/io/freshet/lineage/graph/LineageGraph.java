package io.freshet.lineage.graph;

import io.freshet.lineage.event.ToldDataset;
import io.freshet.lineage.event.ToldJob;
import io.freshet.lineage.naming.DatasetName;
import io.freshet.lineage.naming.ToldName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What lies around a dataset.
 *
 * @param root where it starts
 * @param column of the root, if it is about one
 * @param datasets by the numbers that steps use
 * @param jobs by the numbers that steps use
 */
public record LineageGraph(
    long root,
    Optional<String> column,
    Map<Long, DatasetNode> datasets,
    Map<Long, JobNode> jobs,
    Collection<Walk.Step> steps,
    boolean truncated) {

  /** When something was told of for the first and the last time, in event time. */
  public record Seen(Instant first, Instant last) {}

  /** A dataset and all that is known of it. */
  public record DatasetNode(
      DatasetName name,
      ToldDataset.Description description,
      List<ToldDataset.Column> columns,
      List<ToldName> aliases,
      Seen seen) {}

  /** A job. */
  public record JobNode(ToldJob job, Seen seen) {}
}
