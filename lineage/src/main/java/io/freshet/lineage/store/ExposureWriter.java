package io.freshet.lineage.store;

import io.freshet.lineage.event.JobName;
import io.freshet.lineage.event.LineageEvent;
import io.freshet.lineage.event.ToldDataset;
import io.freshet.lineage.event.ToldJob;
import io.freshet.lineage.naming.DatasetName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Writes the exposures of what a dbt model has read and written, as jobs that read it. The model's
 * newest run knows all of them.
 */
final class ExposureWriter {
  private static final String EXPOSURE = "EXPOSURE";

  private final Connection connection;
  private final String namespace;
  private final Instant time;

  /**
   * @param namespace of the dbt project's jobs: what others say of the same dataset stays
   */
  ExposureWriter(Connection connection, String namespace, Instant time) {
    this.connection = connection;
    this.namespace = namespace;
    this.time = time;
  }

  void write(LineageEvent event, Map<DatasetName, Long> ids) throws SQLException {
    SortedMap<DatasetName, Set<String>> exposures = new TreeMap<>();
    Stream.concat(event.inputs().stream(), event.outputs().stream())
        .forEach(
            dataset ->
                exposures
                    .computeIfAbsent(dataset.name(), name -> new TreeSet<>())
                    .addAll(dataset.exposures().stream().map(ToldDataset.Exposure::name).toList()));
    SortedMap<String, Set<Long>> datasets = new TreeMap<>();
    for (Map.Entry<DatasetName, Set<String>> entry : exposures.entrySet()) {
      long dataset = ids.get(entry.getKey());
      boolean newest = isNewest(dataset);
      if (newest) {
        forget(dataset);
      }
      for (String exposure : entry.getValue()) {
        Set<Long> read = datasets.computeIfAbsent(exposure, name -> new TreeSet<>());
        if (newest) {
          read.add(dataset);
        }
      }
    }
    for (Map.Entry<String, Set<Long>> entry : datasets.entrySet()) {
      write(entry.getKey(), entry.getValue());
    }
  }

  private boolean isNewest(long dataset) throws SQLException {
    return Sql.update(
            connection,
            """
            INSERT INTO exposures_told AS known (dataset_id, namespace, at) VALUES (?, ?, ?)
            ON CONFLICT (dataset_id, namespace) DO UPDATE SET at = excluded.at
            WHERE known.at <= excluded.at
            """,
            dataset,
            namespace,
            Sql.time(time))
        > 0;
  }

  private void forget(long dataset) throws SQLException {
    Sql.update(
        connection,
        """
        DELETE FROM dataset_edges USING jobs
        WHERE jobs.id = job_id AND jobs.type = ? AND jobs.namespace = ? AND input_id = ?
        """,
        EXPOSURE,
        namespace,
        dataset);
  }

  private void write(String exposure, Set<Long> datasets) throws SQLException {
    JobName name = new JobName(namespace, "exposure." + exposure);
    long job =
        EventWriter.writeJob(
            connection, new ToldJob(name, "DBT", EXPOSURE, "", Optional.empty()), time);
    for (long dataset : datasets) {
      Sql.update(connection, EdgeWriter.TABLE_EDGE, job, dataset, null, false);
    }
  }
}
