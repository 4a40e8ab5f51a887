package io.freshet.testing.e2e;

import io.freshet.local.FlinkApplication;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The ETA application as it really runs, in one slot. */
final class EtaJob {
  private EtaJob() {}

  /**
   * It, by a platform's profile.
   *
   * @param settings over those of the profile, such as {@code --eta.predict-every=1s}
   */
  static FlinkApplication by(Path profile, String... settings) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--profile", profile.toAbsolutePath().toString()));
    arguments.addAll(List.of(settings));

    return new FlinkApplication(
        "eta", "serving/redis-eta", "io.freshet.serving.eta.EtaApplication", arguments, 1, 1000);
  }
}
