package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.samples.WrittenCommand;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What guides and runbooks let their readers type, on a platform that is up: all blocks {@code bash
 * run}.
 */
interface GuideTests {
  FreshetCommand freshCommand();

  @TestFactory
  @FullOnly
  default List<DynamicTest> doesWhatTheGuidesLetTheirReadersType() throws IOException {
    Path docs = freshCommand().project().resolve("docs");

    return Stream.of(
            List.of(docs.resolve("quickstart.md"), docs.resolve("concepts.md")),
            pages(docs.resolve("how-to")),
            pages(docs.resolve("runbooks")))
        .flatMap(List::stream)
        .flatMap(page -> WrittenCommand.of(page).stream())
        .filter(written -> written.kind() == WrittenCommand.Kind.RUN)
        .map(written -> DynamicTest.dynamicTest(written.toString(), () -> run(written)))
        .toList();
  }

  private static List<Path> pages(Path folder) throws IOException {
    try (Stream<Path> pages = Files.list(folder)) {
      return pages.sorted().toList();
    }
  }

  private void run(WrittenCommand written) throws Exception {
    FreshetCommand.Answer answer = freshCommand().run(written.words().toArray(String[]::new));

    assertThat(answer.exitCode()).as("%s%n%s", written, answer.printed()).isZero();
  }
}
