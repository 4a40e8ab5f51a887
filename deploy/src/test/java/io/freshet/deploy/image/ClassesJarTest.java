package io.freshet.deploy.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.deploy.sbom.FileSum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassesJarTest {
  /** Of the folder below, on whichever machine, in whichever time zone. */
  private static final String SUM =
      "a082208a91558169f3eafc8d391f2fd967562b2a61ad90feb1a246362d4283a3";

  @TempDir private Path folder;

  @Test
  void makesTheSameBytesOfTheSameClasses() throws IOException {
    assertThat(FileSum.of(jar("one", 0))).isEqualTo(SUM);
    assertThat(FileSum.of(jar("another", 1_700_000_000_000L))).isEqualTo(SUM);
  }

  @Test
  void holdsEachFileWithItsContent() throws IOException {
    try (JarFile jar = new JarFile(jar("one", 0).toFile())) {
      assertThat(jar.stream()).extracting(Object::toString).containsExactly("a/A.class", "b.txt");
      assertThat(jar.getInputStream(jar.getEntry("b.txt"))).hasContent("text");
    }
  }

  private Path jar(String name, long writtenAt) throws IOException {
    Path classes = folder.resolve(name).resolve("target/classes");
    Files.createDirectories(classes.resolve("a"));
    Files.writeString(classes.resolve("b.txt"), "text");
    Files.writeString(classes.resolve("a/A.class"), "class");
    Files.setLastModifiedTime(classes.resolve("b.txt"), FileTime.fromMillis(writtenAt));
    Path jar = folder.resolve(name + ".jar");
    ClassesJar.write(classes, jar);

    return jar;
  }
}
