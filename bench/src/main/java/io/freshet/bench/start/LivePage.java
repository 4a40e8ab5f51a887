package io.freshet.bench.start;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.StateFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The home page of a platform's console, as a browser asks for it. */
final class LivePage {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Pattern PINGS =
      Pattern.compile("id=\"row-raw\\.dasher_pings\".*?</tr>", Pattern.DOTALL);
  private static final String FRESH = "class=\"mark fresh\"";

  /** Of the columns that tell a time only this one tells no age of it. */
  private static final Pattern COMPLETE_UP_TO = Pattern.compile("<time datetime=\"([^\"]+)\">");

  private final StateFolder folder;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  LivePage(StateFolder folder) {
    this.folder = folder;
  }

  /** What it answers now; empty while nobody answers. */
  Optional<String> text() {
    try {
      Optional<URI> address = address();
      if (address.isEmpty()) {
        return Optional.empty();
      }
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(address.get()).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());

      return Optional.of(answer.body()).filter(body -> answer.statusCode() == 200);
    } catch (IOException notYet) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();

      return Optional.empty();
    }
  }

  /** The platform writes its port as soon as it is chosen. */
  private Optional<URI> address() {
    if (!Files.exists(folder.profile())) {
      return Optional.empty();
    }
    try {
      String port = Settings.forProcess(folder.profile(), Map.of()).text("console.port");

      return Optional.of(URI.create("http://127.0.0.1:%s/".formatted(port)));
    } catch (FreshetException beingWritten) {
      return Optional.empty();
    }
  }

  /**
   * Whether pings are within their budget, and those of the time since are among them.
   *
   * @param since a demo began: what another has left there is older
   */
  static boolean isLive(String page, Instant since) {
    Matcher row = PINGS.matcher(page);
    if (!row.find() || !row.group().contains(FRESH)) {
      return false;
    }
    Matcher complete = COMPLETE_UP_TO.matcher(row.group());

    return complete.find() && Instant.parse(complete.group(1)).isAfter(since);
  }
}
