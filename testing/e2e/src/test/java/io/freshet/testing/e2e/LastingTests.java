package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.local.Platform;
import io.freshet.testing.samples.WrittenCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a demo lets go on in the background, on a platform that is up; takes that down, too. */
interface LastingTests {
  Platform platform();

  FreshetCommand freshCommand();

  TypedCommand typed(String... arguments) throws IOException;

  @Test
  @Order(Integer.MAX_VALUE)
  default void theDemoGoesOnWithLinksThatAnswerUntilItIsTakenDown(@TempDir Path own)
      throws Exception {
    Instant begun = Instant.now();
    FreshetCommand.Answer first = freshCommand().run("demo", "--look");
    assertThat(first.exitCode()).as(first.printed()).isZero();
    String console = "http://127.0.0.1:" + platform().settings().text("console.port");
    assertThat(first.printed()).contains(" " + console + "\n");
    assertThat(status(console)).isEqualTo(200);
    FollowLink followed = FollowLink.in(first.printed()).orElseThrow();
    assertThat(followed.page().statusCode()).isEqualTo(200);
    assertThat(Instant.parse(followed.state().path("event_time").asText())).isAfter(begun);
    for (List<String> words : commands(own, first.printed())) {
      FreshetCommand.Answer answer = freshCommand().run(words.toArray(String[]::new));
      assertThat(answer.exitCode()).as("%s%n%s", words, answer.printed()).isZero();
    }

    FreshetCommand.Answer another = freshCommand().run("demo", "--once");
    assertThat(another.exitCode()).as(another.printed()).isEqualTo(JobTests.CALLERS_FAULT);
    assertThat(another.printed()).contains("end it with ./freshet demo --down");
    try (TypedCommand again = typed("demo")) {
      again.sees("A demo is up already");
      again.sees(console);
      again.sees(followed.server() + "/track/");
      assertThat(again.exitCode()).isZero();
    }

    List<ProcessHandle> processes = processes();
    assertThat(platform().isRunning("marketplace")).isTrue();
    FreshetCommand.Answer down = freshCommand().run("demo", "--down");
    assertThat(down.exitCode()).as(down.printed()).isZero();
    assertThat(processes).hasSizeGreaterThan(10);
    await().until(() -> processes.stream().noneMatch(ProcessHandle::isAlive)); // once reaped
    assertThat(platform().isUp()).isFalse();
  }

  private static int status(String url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/")).build();

    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** What is worth trying; not how the demo itself goes on and ends. */
  private static List<List<String>> commands(Path folder, String printed) throws IOException {
    String lines =
        printed
            .lines()
            .filter(line -> line.contains("  ./freshet "))
            .collect(Collectors.joining("\n"));
    Path page = Files.writeString(folder.resolve("steps.md"), "```bash\n%s\n```".formatted(lines));
    List<List<String>> commands =
        WrittenCommand.of(page).stream().map(WrittenCommand::words).toList();
    assertThat(commands).extracting(words -> words.get(0)).containsExactly("sql", "prove");

    return commands;
  }

  private List<ProcessHandle> processes() {
    return platform().status().stream()
        .flatMapToLong(part -> part.pid().stream())
        .mapToObj(ProcessHandle::of)
        .flatMap(Optional::stream)
        .toList();
  }
}
