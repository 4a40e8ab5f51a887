package io.freshet.orchestration.airflow;

import io.freshet.orchestration.airflow.generated.api.AssetApi;
import io.freshet.orchestration.airflow.generated.model.AssetEventResponse;
import io.freshet.orchestration.airflow.generated.model.CreateAssetEventsBody;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What DAGs wait for, and of which days it is complete. Safe for threads. */
public final class Assets {
  private final Calls calls;
  private final AssetApi assets;

  private Assets(Calls calls) {
    this.calls = calls;
    this.assets = new AssetApi(calls.client());
  }

  /** Asks nothing yet. */
  public static Assets at(AirflowSettings settings) {
    return new Assets(new Calls(settings));
  }

  /** The assets that some DAG waits for or fills. */
  public List<Asset> all() {
    return calls
        .all(
            "list assets",
            (limit, offset) ->
                assets
                    .getAssets(
                        AssetApi.APIGetAssetsRequest.newBuilder()
                            .limit(limit)
                            .offset(offset)
                            .onlyActive(true)
                            .build())
                    .getAssets())
        .stream()
        .map(Asset::of)
        .toList();
  }

  /** The days of which an asset was ever announced complete. */
  public Set<String> announcedDays(Asset asset) {
    return calls
        .all(
            "list events of " + asset.name(),
            (limit, offset) ->
                assets
                    .getAssetEvents(
                        AssetApi.APIGetAssetEventsRequest.newBuilder()
                            .assetId(asset.id())
                            .limit(limit)
                            .offset(offset)
                            .orderBy(List.of("timestamp"))
                            .build())
                    .getAssetEvents())
        .stream()
        .map(AssetEventResponse::getPartitionKey)
        .filter(Objects::nonNull)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Announces that an asset is complete for a day. DAGs that wait for all of theirs then run. */
  public void announce(Asset asset, LocalDate day, Map<String, Object> facts) {
    calls.ask(
        "announce %s of %s".formatted(day, asset.name()),
        () ->
            assets.createAssetEvent(
                AssetApi.APICreateAssetEventRequest.newBuilder()
                    .createAssetEventsBody(
                        new CreateAssetEventsBody()
                            .assetId(asset.id())
                            .partitionKey(day.toString())
                            .extra(facts))
                    .build()));
  }
}
