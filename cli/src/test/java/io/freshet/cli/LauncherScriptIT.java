package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code freshet} in a checkout of its own, with a Maven and a Java that only tell. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LauncherScriptIT {
  private static final String MAVEN =
      """
      #!/bin/sh
      [ "$1" = --version ] && echo "Apache Maven 3.9.9" && exit
      mkdir "$FRESHET_HOME/building" || echo OVERLAP >> "$FRESHET_HOME/builds"
      echo build >> "$FRESHET_HOME/builds"
      while [ -e "$FRESHET_HOME/hold" ]; do sleep 0.05; done
      rmdir "$FRESHET_HOME/building"
      """;
  private static final String JAVA =
      """
      #!/bin/sh
      for last; do :; done
      echo "java $last"
      """;

  @TempDir private Path home;
  private Path tools;

  @BeforeEach
  void checkout() throws IOException {
    executable(home.resolve("freshet"), Files.readString(Path.of("..", "freshet")));
    write(home.resolve("cli/target/classpath"), "nothing.jar");
    write(home.resolve("cli/src/main/Some.java"), "class Some {}");
    tools = home.resolve("tools");
    executable(tools.resolve("bin/mvn"), MAVEN);
    executable(tools.resolve("jdk/bin/java"), JAVA);
    executable(tools.resolve("jdk/bin/javac"), JAVA);
    write(tools.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"");
  }

  @Test
  void buildsOnlyWhenSomethingHasChanged() throws Exception {
    assertThat(output(start("status"))).endsWith("java status\n");
    assertThat(output(start("status"))).isEqualTo("java status\n");

    assertThat(home.resolve("builds")).hasContent("build");
  }

  @Test
  void startsThoughASourceIsFromTheFuture() throws Exception {
    Files.setLastModifiedTime(
        home.resolve("cli/src/main/Some.java"),
        FileTime.from(Instant.now().plus(Duration.ofDays(1))));

    assertThat(output(start("status"))).endsWith("java status\n");
    assertThat(home.resolve("builds")).hasContent("build");
  }

  @Test
  void buildsOnceForTwoFirstCommandsAtATime() throws Exception {
    write(home.resolve("hold"), "");
    Process one = start("up");
    await().until(() -> Files.exists(home.resolve("building")));
    Process two = start("status");
    BufferedReader said = two.inputReader();
    String first = said.readLine();
    Files.delete(home.resolve("hold"));

    assertThat(first).isEqualTo("Waiting for another command that builds …");
    assertThat(said.lines()).containsExactly("java status");
    assertThat(output(one)).endsWith("java up\n").doesNotContain("Waiting");
    assertThat(home.resolve("builds")).hasContent("build");
  }

  private Process start(String command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("freshet").toString(), command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", tools.resolve("jdk").toString());
    environment.put("PATH", tools.resolve("bin") + ":" + environment.get("PATH"));

    return builder.start();
  }

  private static String output(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();

    return output;
  }

  private static void executable(Path file, String script) throws IOException {
    write(file, script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
