package io.freshet.deploy.image;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.NearestName;
import io.freshet.deploy.platform.ServerKind;
import java.util.ArrayList;
import java.util.List;

/**
 * One image of an installation.
 *
 * @param name the last part of its module's folder
 * @param module the folder
 * @param main of a server; empty for others, whose resources name theirs
 */
public record Image(String name, String module, ImageKind kind, String main) {
  /** All of them, the base first. */
  public static List<Image> all() {
    List<Image> images = new ArrayList<>();
    images.add(new Image("flink-base", "local/flink", ImageKind.FLINK_BASE, ""));
    for (String module :
        List.of(
            "ingestion/flink-iceberg-writer",
            "ingestion/json-validator",
            "ingestion/sql-apps",
            "serving/redis-eta")) {
      images.add(of(module, ImageKind.FLINK_APPLICATION, ""));
    }
    for (ServerKind server : ServerKind.values()) {
      images.add(of(server.module(), ImageKind.SERVER, server.mainClass()));
    }
    // Ends where servers stay: the command line, which applies contracts.
    images.add(of("cli", ImageKind.SERVER, "io.freshet.cli.Freshet"));
    images.add(of("batch/spark-jobs", ImageKind.SPARK, ""));
    images.add(of("maintenance/compaction", ImageKind.SPARK, ""));

    return List.copyOf(images);
  }

  private static Image of(String module, ImageKind kind, String main) {
    return new Image(module.substring(module.lastIndexOf('/') + 1), module, kind, main);
  }

  /**
   * @throws FreshetException with the nearest name when there is none
   */
  public static Image named(String name) {
    return all().stream()
        .filter(image -> image.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new FreshetException(
                    Fault.CALLER,
                    "There is no image %s%s"
                        .formatted(
                            name,
                            NearestName.hint(name, all().stream().map(Image::name).toList()))));
  }
}
