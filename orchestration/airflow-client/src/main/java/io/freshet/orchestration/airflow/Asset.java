package io.freshet.orchestration.airflow;

import io.freshet.orchestration.airflow.generated.model.AssetResponse;

/** Something that DAGs wait for. */
public record Asset(int id, String name, String uri) {
  static Asset of(AssetResponse asset) {
    return new Asset(asset.getId(), asset.getName(), asset.getUri());
  }
}
