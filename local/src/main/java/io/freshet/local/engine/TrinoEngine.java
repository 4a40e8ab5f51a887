package io.freshet.local.engine;

import io.freshet.core.toolkit.PrivateFiles;
import io.freshet.local.Part;
import io.freshet.local.fetch.JavaRuntimes.JavaRuntime;
import io.freshet.local.process.Launch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One Trino node with the catalog {@code lake}. */
final class TrinoEngine implements Engine {
  private final Surroundings here;

  TrinoEngine(Surroundings here) {
    this.here = here;
  }

  @Override
  public String name() {
    return Part.TRINO.label();
  }

  @Override
  public List<String> ports() {
    return List.of(name(), TrinoSecurity.HTTPS);
  }

  @Override
  public Duration deadline() {
    return Duration.ofMinutes(5);
  }

  @Override
  public Launch prepare() throws IOException, InterruptedException {
    Path program = here.programs().trino(here.progress());
    JavaRuntime runtime = here.runtimes().newer(here.progress());
    Path data = here.folder().data(name());
    Path etc = data.resolve("etc");
    String security = new TrinoSecurity(here).prepare();
    write(etc.resolve("config.properties"), config(program, etc) + security);
    write(
        etc.resolve("log.properties"), "io.trino=WARN\nio.airlift=WARN\norg.apache.iceberg=WARN\n");
    write(etc.resolve("catalog").resolve("lake.properties"), lake());
    JavaCommand command =
        here.java(runtime, Part.TRINO)
            .options("-XX:+UseG1GC", "-XX:ReservedCodeCacheSize=256M")
            .options("-Djdk.attach.allowAttachSelf=true", "--enable-native-access=ALL-UNNAMED")
            .options("--sun-misc-unsafe-memory-access=allow")
            .options("-Dconfig=" + etc.resolve("config.properties"))
            .options("-Dlog.levels-file=" + etc.resolve("log.properties"))
            .options("-Dnode.environment=embedded", "-Dnode.id=freshet")
            .options("-Dnode.data-dir=" + data)
            .options("-Dnode.bind-ip=127.0.0.1", "-Dnode.internal-address=127.0.0.1");
    if (runtime.isComplete()) {
      command.options("--add-modules=jdk.incubator.vector");
    }

    return new Launch(
        command.main(program.resolve("lib") + "/*", "io.trino.server.TrinoServer"), Map.of(), data);
  }

  @Override
  public boolean answers() {
    return Probe.get("http://" + here.address(Part.TRINO) + "/v1/info")
        .filter(answer -> answer.body().contains("\"starting\":false"))
        .isPresent();
  }

  private String config(Path program, Path etc) {
    TrinoMemory memory = TrinoMemory.of(here.settings().heap(Part.TRINO));

    return """
        coordinator=true
        node-scheduler.include-coordinator=true
        http-server.http.port=%1$d
        discovery.uri=http://127.0.0.1:%1$d
        plugin.dir=%2$s
        catalog.config-dir=%3$s
        query.max-memory=%4$dMB
        query.max-memory-per-node=%4$dMB
        memory.heap-headroom-per-node=%5$dMB
        """
        .formatted(
            here.port(Part.TRINO),
            program.resolve("plugin"),
            etc.resolve("catalog"),
            memory.queries(),
            memory.headroom());
  }

  private String lake() {
    return """
        connector.name=iceberg
        iceberg.catalog.type=rest
        iceberg.rest-catalog.uri=http://%s
        iceberg.rest-catalog.security=OAUTH2
        iceberg.rest-catalog.oauth2.token=%s
        iceberg.rest-catalog.oauth2.token-refresh-enabled=false
        fs.native-s3.enabled=true
        s3.endpoint=http://%s
        s3.path-style-access=true
        s3.region=%s
        s3.aws-access-key=%s
        s3.aws-secret-key=%s
        """
        .formatted(
            here.address(Part.CATALOG),
            Credentials.catalogToken(here.secrets()),
            here.address(Part.S3),
            Credentials.REGION,
            Credentials.s3AccessKey(here.secrets()),
            Credentials.s3SecretKey(here.secrets()));
  }

  private static void write(Path file, String content) throws IOException {
    PrivateFiles.write(file, content.getBytes(StandardCharsets.UTF_8));
  }
}
