package io.freshet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulesTest {
  @TempDir private Path project;

  @BeforeEach
  void checkout() throws IOException {
    Files.createDirectories(project.resolve("core/toolkit"));
    Files.createFile(project.resolve("core/toolkit/pom.xml"));
  }

  @Test
  void findsTheProjectFromAFolderInIt() throws IOException {
    Path inner = Files.createDirectories(project.resolve("local/kafka"));

    assertThat(Modules.around(inner, Map.of()).project()).isEqualTo(project);
  }

  @Test
  void saysWhenThereIsNoProject() {
    assertThatThrownBy(() -> Modules.around(Path.of("/"), Map.of()))
        .isInstanceOf(FreshetException.class)
        .hasMessage("/ lies in no checkout of Freshet; go to one, or point FRESHET_HOME to it");
  }

  @Test
  void putsAModulesClassesBeforeItsDependencies() throws IOException {
    Path target = Files.createDirectories(project.resolve("local/kafka/target"));
    Files.writeString(target.resolve("classpath"), "/a.jar:/b.jar\n");

    assertThat(new Modules(project).classPath("local/kafka"))
        .isEqualTo(target.resolve("classes") + File.pathSeparator + "/a.jar:/b.jar");
  }

  @Test
  void startsAModuleByThisProcessesJava() throws IOException {
    Path target = Files.createDirectories(project.resolve("local/kafka/target"));
    Files.writeString(target.resolve("classpath"), "/a.jar");

    assertThat(new Modules(project).java("local/kafka", List.of("-Xmx256m"), "a.Broker", "data"))
        .containsExactly(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            target.resolve("classes") + File.pathSeparator + "/a.jar",
            "a.Broker",
            "data");
  }

  @Test
  void saysHowToBuildAModuleThatIsNot() {
    assertThatThrownBy(() -> new Modules(project).classPath("catalog"))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "catalog is not built: catalog/target/classpath is missing; run mvn -q process-classes in "
                + project);
  }
}
