package io.freshet.ingestion.sqlapps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code freshet app new --kind datastream} drafts, with this module's class path. */
class DataStreamTemplateTest {
  private static final Path TEMPLATE =
      Path.of("../../cli/src/main/resources/io/freshet/cli/app/template/datastream");

  /** In a process of its own, as Flink's cluster looks for classes where the application's are. */
  private static final String RUN =
      """
      package application;

      final class Run {
        public static void main(String[] arguments) throws Exception {
          new EventApplicationTest().countsEachMinuteOfAKey();
          System.exit(0);
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void compilesAndPassesItsOwnTest() throws Exception {
    List<Path> sources = sources();
    sources.add(Files.writeString(folder.resolve("Run.java"), RUN));
    compile(sources);

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                folder + File.pathSeparator + System.getProperty("java.class.path"),
                "application.Run")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
  }

  private List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(TEMPLATE)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String filled =
            Files.readString(file)
                .replace("@stream@", "rides")
                .replace("@key@", "city")
                .replace("@eventTime@", "event_time")
                .replace("@name@", "busy-cities");
        assertThat(filled).as(file.toString()).doesNotContainPattern("@[a-z][A-Za-z]*@");
        sources.add(Files.writeString(folder.resolve(file.getFileName()), filled));
      }
    }

    return sources;
  }

  private void compile(List<Path> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-proc:none", "-d", folder.toString()),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }
}
