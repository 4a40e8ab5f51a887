package io.freshet.local.fetch;

import io.freshet.local.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Copies artifacts out of Maven's repositories, with the mirrors that the user's Maven knows. */
final class Maven {
  private Maven() {}

  /** Copies the artifact into {@code folder} and returns the copy. */
  static Path copy(Artifact artifact, Path folder, ProgressListener progress)
      throws IOException, InterruptedException {
    Path copies = Files.createDirectory(folder.resolve(".copy"));
    List<String> command =
        List.of(
            "mvn",
            "-B",
            "org.apache.maven.plugins:maven-dependency-plugin:%s:copy"
                .formatted(Artifact.property("maven-dependency-plugin")),
            "-Dartifact=" + artifact.coordinates(),
            "-DoutputDirectory=" + copies,
            "-Dmdep.useBaseVersion=true");
    Commands.run(command, folder, line -> tell(artifact, line, progress));
    try (Stream<Path> files = Files.list(copies)) {
      Path copy = files.findFirst().orElseThrow(() -> new IOException("Maven copied nothing"));
      Path place = folder.resolve(copy.getFileName());
      Files.move(copy, place);
      Files.delete(copies);

      return place;
    }
  }

  private static void tell(Artifact artifact, String line, ProgressListener progress) {
    if (line.contains("Downloaded") && line.contains(artifact.artifactId())) {
      progress.progress(artifact.artifactId(), line.substring(line.lastIndexOf('/') + 1));
    }
  }
}
