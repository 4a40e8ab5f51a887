package io.freshet.bench.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmptyCachesTest {
  @TempDir private Path folder;

  @Test
  void leadsAllThatFetchesIntoFoldersOfItsOwn() {
    Map<String, String> variables =
        new EmptyCaches(folder).variables(Map.of("MAVEN_OPTS", "-Dsome.proxy=p"));

    assertThat(variables)
        .containsEntry("MAVEN_OPTS", "-Dsome.proxy=p -Dmaven.repo.local=" + folder.resolve("maven"))
        .containsEntry("FRESHET_CACHE", folder.resolve("freshet").toString())
        .containsEntry("PIP_CACHE_DIR", folder.resolve("pip").toString())
        .containsEntry("UV_CACHE_DIR", folder.resolve("uv").toString());
  }

  @Test
  void tellsWhatLiesInEach() throws IOException {
    Files.createDirectories(folder.resolve("maven/org"));
    Files.write(folder.resolve("maven/org/some.jar"), new byte[7]);
    Files.createSymbolicLink(folder.resolve("maven/link"), folder.resolve("maven/org/some.jar"));

    assertThat(new EmptyCaches(folder).bytes())
        .isEqualTo(Map.of("maven", 7L, "freshet", 0L, "pip", 0L, "uv", 0L));
  }
}
