package io.freshet.local.engine;

import io.freshet.local.Part;

/** The engine behind each part. */
public final class PartEngines {
  private PartEngines() {}

  public static Engine of(Part part, Surroundings here) {
    return switch (part) {
      case KAFKA -> new KafkaEngine(here);
      case S3 -> new S3Engine(here);
      case POSTGRES -> new PostgresEngine(here);
      case REDIS -> new RedisEngine(here);
      case REGISTRY -> new RegistryEngine(here);
      case CATALOG -> new CatalogEngine(here);
      case LINEAGE -> new LineageEngine(here);
      case TRINO -> new TrinoEngine(here);
      case CONSOLE -> new ConsoleEngine(here);
    };
  }
}
