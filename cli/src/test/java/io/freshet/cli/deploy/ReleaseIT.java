package io.freshet.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.Freshet;
import io.freshet.testing.selection.FullOnly;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole release, of some gigabytes, and Java started on what it holds. */
@FullOnly
class ReleaseIT {
  @TempDir private Path folder;

  @Test
  void holdsWhatItsSumsSayAndRuns() throws Exception {
    JsonNode result = release();
    Path release = Path.of(result.path("folder").asText());

    assertThat(result.path("commit").asText()).matches("[0-9a-f]{40}");
    assertThat(run(release, "sha256sum", "--check", "--quiet", "SHA256SUMS")).isEmpty();
    assertThat(run(release, "java", "@processes/cli", "io.freshet.cli.Freshet", "--version"))
        .isEqualTo("freshet " + result.path("version").asText());
    assertThat(release.resolve("sbom.cdx.json")).isNotEmptyFile();
    assertThat(release.resolve("deploy/helm/flink-application/Chart.yaml")).isNotEmptyFile();
    assertThat(release.resolve("CHANGELOG.md")).isNotEmptyFile();
    assertThat(release()).as("the same again").isEqualTo(result);
  }

  private JsonNode release() throws Exception {
    Path json = folder.resolve("release.json");
    StringWriter errors = new StringWriter();
    int code =
        Freshet.commandLine()
            .setErr(new PrintWriter(errors, true))
            .execute(
                "deploy",
                "release",
                "--uncommitted",
                "--out",
                folder.toString(),
                "--json",
                json.toString());
    assertThat(code).as(errors.toString()).isZero();

    return new ObjectMapper().readTree(Files.readAllBytes(json));
  }

  private static String run(Path folder, String... command) throws Exception {
    Process process =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();

    return printed.strip();
  }
}
