package io.freshet.ingestion.validator;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.lineage.Column;
import io.freshet.core.lineage.ColumnSources;
import io.freshet.core.lineage.ColumnSources.How;
import io.freshet.core.lineage.Dataset;
import io.freshet.core.lineage.Job;
import java.util.ArrayList;
import java.util.List;

/**
 * What the validator tells of itself: raw JSON becomes events of each contract, or dead letters.
 */
final class ValidatorLineage {
  private static final String DOCUMENT = "_value";
  private static final String RECEIVED = "_timestamp";

  private ValidatorLineage() {}

  static Job job(ValidatorSettings settings, List<Contract> contracts, Contract deadLetters) {
    String bootstrap = settings.kafka().bootstrap();
    Dataset raw =
        Dataset.place(
            new Dataset.Name(
                Dataset.stream(bootstrap, deadLetters).name().namespace(),
                settings.raw().json().topic()),
            "Raw JSON from web and mobile, as it came",
            List.of(
                new Column(DOCUMENT, "bytes", "A JSON document"),
                new Column(RECEIVED, "timestamp", "When the log took it in")));
    List<Dataset> outputs = new ArrayList<>();
    for (Contract contract : contracts) {
      outputs.add(Dataset.stream(bootstrap, contract).from(sources(contract, raw)));
    }
    outputs.add(Dataset.stream(bootstrap, deadLetters).from(refused(raw)));

    return new Job(
        settings.application(),
        "Holds raw JSON against contracts: each record becomes one event or one dead letter",
        List.of(raw),
        outputs);
  }

  private static ColumnSources sources(Contract contract, Dataset raw) {
    ColumnSources sources = ColumnSources.none();
    for (Field field : contract.schema().fields()) {
      sources = sources.with(field.name(), How.TRANSFORMATION, raw, DOCUMENT);
    }

    return sources;
  }

  private static ColumnSources refused(Dataset raw) {
    return ColumnSources.none()
        .with("payload", How.IDENTITY, raw, DOCUMENT)
        .with("received_at", How.IDENTITY, raw, RECEIVED);
  }
}
