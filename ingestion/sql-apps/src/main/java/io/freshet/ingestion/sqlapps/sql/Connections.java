package io.freshet.ingestion.sqlapps.sql;

import io.freshet.core.toolkit.RedisSettings;
import io.freshet.ingestion.sqlapps.stream.StreamAccess;
import io.freshet.ingestion.sqlapps.webhook.WebhookTarget;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How the tables reach what is behind them.
 *
 * @param redis asked where the application writes to it
 * @param webhooks asked by the name that a sink gives in {@code to}
 */
public record Connections(
    StreamAccess streams, Supplier<RedisSettings> redis, Function<String, WebhookTarget> webhooks) {
  /** For those who only look at SQL: nothing is reached. */
  public static Connections none(String application) {
    return new Connections(
        StreamAccess.none(application),
        () -> {
          throw new IllegalStateException("There is no Redis where SQL is looked at");
        },
        name -> {
          throw new IllegalStateException("There is no webhook where SQL is looked at");
        });
  }
}
