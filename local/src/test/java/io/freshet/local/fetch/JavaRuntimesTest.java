package io.freshet.local.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaRuntimesTest {
  @TempDir private Path system;

  @Test
  void findsTheNewerOneAmongThoseInstalled() throws IOException {
    java("java-17", "17.0.15");
    Path newer = java("temurin-25", "25.0.1");

    assertThat(runtimes(Map.of()).installed()).contains(newer);
  }

  @Test
  void prefersTheOneThatIsNamed() throws IOException {
    java("temurin-25", "25.0.1");
    Path named = java("mine", "26-ea");

    assertThat(runtimes(Map.of("FRESHET_JAVA25_HOME", named.toString())).installed())
        .contains(named);
  }

  @Test
  void looksIntoJavaHomesToo() throws IOException {
    Path home = java("elsewhere/jdk", "25");

    assertThat(runtimes(Map.of("JAVA_HOME_25_X64", home.toString())).installed()).contains(home);
  }

  @Test
  void refusesANamedOneThatIsTooOld() throws IOException {
    Path old = java("java-17", "17.0.15");

    assertThatThrownBy(
            () ->
                runtimes(Map.of("FRESHET_JAVA25_HOME", old.toString()))
                    .newer(ProgressListener.SILENT))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "FRESHET_JAVA25_HOME is %s, which is no Java 25; point it to one or leave it unset"
                .formatted(old));
  }

  @Test
  void knowsWhetherTheVectorModuleIsThere() throws IOException {
    Path home = java("temurin-25", "25.0.1");
    assertThat(runtimes(Map.of()).newer(ProgressListener.SILENT).isComplete()).isFalse();

    Files.writeString(
        home.resolve("release"),
        "JAVA_VERSION=\"25\"\nMODULES=\"java.base jdk.incubator.vector\"\n");

    assertThat(runtimes(Map.of()).newer(ProgressListener.SILENT).isComplete()).isTrue();
  }

  @Test
  void saysWhatToInstallAndWhyItCouldNotBeFetched() {
    assertThatThrownBy(
            () ->
                fetched(
                    folder -> {
                      throw new IOException("python3 ended with 1");
                    }))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "Trino and the schema registry need Java 25: install it (for instance the package"
                + " temurin-25-jdk), or point FRESHET_JAVA25_HOME to one."
                + " Cannot fetch java-jdk: python3 ended with 1");
  }

  @Test
  void doesNotCallAFullDiskAMissingJava() {
    FreshetException full = new FreshetException(Fault.CALLER, "Only 0.1 GiB are free");

    assertThatThrownBy(
            () ->
                fetched(
                    folder -> {
                      throw full;
                    }))
        .isSameAs(full);
  }

  @Test
  void doesNotCallAnInterruptionAMissingJava() {
    assertThatThrownBy(
            () ->
                fetched(
                    folder -> {
                      throw new InterruptedException();
                    }))
        .isInstanceOf(FreshetException.class)
        .hasMessage("Interrupted while fetching java-jdk");
    assertThat(Thread.interrupted()).isTrue();
  }

  private Path fetched(Cache.Filler filler) {
    return runtimes(Map.of()).fetched("jdk", ProgressListener.SILENT, filler);
  }

  private JavaRuntimes runtimes(Map<String, String> environment) {
    return new JavaRuntimes(environment, system, new Cache(system.resolve("cache")));
  }

  private Path java(String name, String version) throws IOException {
    Path home = system.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.createFile(home.resolve("bin/java"));
    assertThat(home.resolve("bin/java").toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));

    return home;
  }
}
