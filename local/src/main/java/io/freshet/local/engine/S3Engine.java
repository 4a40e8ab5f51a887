package io.freshet.local.engine;

import io.freshet.local.Part;
import io.freshet.local.process.Launch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An S3 endpoint on a folder, with the bucket {@code lake}. */
final class S3Engine implements Engine {
  private final Surroundings here;

  S3Engine(Surroundings here) {
    this.here = here;
  }

  @Override
  public String name() {
    return Part.S3.label();
  }

  @Override
  public Launch prepare() {
    Path data = here.folder().data(name());
    List<String> command =
        here.java(here.runtimes().ours(), Part.S3)
            .options("-XX:+UseSerialGC")
            .main(
                here.modules().classPath("local/s3"),
                "io.freshet.local.s3.S3Endpoint",
                data.toString(),
                Integer.toString(here.port(Part.S3)),
                Credentials.BUCKET);
    // Not on the command line, which every user of the machine may read.
    Map<String, String> environment =
        Map.of(
            "FRESHET_S3_ACCESS_KEY", Credentials.s3AccessKey(here.secrets()),
            "FRESHET_S3_SECRET_KEY", Credentials.s3SecretKey(here.secrets()));

    return new Launch(command, environment, data);
  }

  @Override
  public boolean answers() {
    return Probe.get("http://" + here.address(Part.S3) + "/").isPresent();
  }
}
