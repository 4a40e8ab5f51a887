package io.freshet.deploy.manifest;

import io.freshet.core.toolkit.Sha256;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * How long names of resources may be, so that operators and Kubernetes can name after them what
 * they make. A contract's name may have a hundred characters.
 */
public final class NameLimits {
  /** Of a label's value, and of a name in DNS. */
  static final int LABEL = 63;

  public static final String FLINK_DEPLOYMENT = "FlinkDeployment";
  public static final String SCHEDULED_SPARK_APPLICATION = "ScheduledSparkApplication";

  private static final Map<String, Integer> LONGEST =
      Map.of(
          // Its operator refuses longer ones.
          FLINK_DEPLOYMENT,
          45,
          // Each run has a hyphen and 19 digits more, and its pods bear that as a label.
          SCHEDULED_SPARK_APPLICATION,
          43,
          "SparkApplication",
          LABEL,
          "Service",
          LABEL,
          "Deployment",
          LABEL,
          "Job",
          LABEL,
          // Its pods bear a label with a hyphen and ten characters more.
          "StatefulSet",
          52);

  private static final int DIGEST_BYTES = 4;
  private static final int DIGEST_CHARACTERS = 2 * DIGEST_BYTES;

  private NameLimits() {}

  /** Empty where nobody of ours comes near it. */
  static Optional<Integer> of(String kind) {
    return Optional.ofNullable(LONGEST.get(kind));
  }

  /** The name, or as much of it as may be and a digest of all: two that begin alike stay two. */
  public static String fitting(String kind, String name) {
    int longest = LONGEST.get(kind);
    if (name.length() <= longest) {
      return name;
    }
    String begin = name.substring(0, longest - DIGEST_CHARACTERS - 1).replaceFirst("-+$", "");

    return "%s-%s".formatted(begin, HexFormat.of().formatHex(Sha256.of(name), 0, DIGEST_BYTES));
  }
}
