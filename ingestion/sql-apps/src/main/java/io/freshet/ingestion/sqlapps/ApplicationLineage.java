package io.freshet.ingestion.sqlapps;

import io.freshet.core.lineage.Column;
import io.freshet.core.lineage.Dataset;
import io.freshet.core.lineage.Job;
import io.freshet.ingestion.sqlapps.application.Application;
import io.freshet.ingestion.sqlapps.application.KnownContracts;
import io.freshet.ingestion.sqlapps.application.SinkTable;
import java.util.List;
import java.util.Locale;

/** What an application tells of itself: which streams it reads and what it writes. */
final class ApplicationLineage {
  private ApplicationLineage() {}

  static Job job(Application application, KnownContracts contracts, String bootstrap) {
    return new Job(
        "app-" + application.name(),
        application.description(),
        application.sources().stream()
            .map(source -> Dataset.stream(bootstrap, contracts.contract(source.stream())))
            .toList(),
        application.sinks().stream().map(sink -> output(sink, contracts, bootstrap)).toList());
  }

  private static Dataset output(SinkTable sink, KnownContracts contracts, String bootstrap) {
    if (sink instanceof SinkTable.Redis redis) {
      return place("redis", redis.key(), "Hashes in Redis", redis.columns());
    }
    if (sink instanceof SinkTable.Webhook webhook) {
      return place("webhook", webhook.to(), "Alerts over HTTP", webhook.columns());
    }

    return Dataset.stream(bootstrap, contracts.contract(sink.table()));
  }

  private static Dataset place(
      String namespace, String name, String purpose, List<SinkTable.Column> columns) {
    return Dataset.place(
        new Dataset.Name(namespace, name),
        purpose,
        columns.stream()
            .map(
                column ->
                    new Column(
                        column.name(),
                        column.type().asSummaryString().toLowerCase(Locale.ROOT),
                        ""))
            .toList());
  }
}
