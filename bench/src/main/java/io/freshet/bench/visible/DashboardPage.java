package io.freshet.bench.visible;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The supply dashboard in a headless Chromium: what somebody sees who leaves it open. */
final class DashboardPage implements Sight {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final double PATIENCE_MILLIS = 120_000;
  private static final Pattern AS_OF = Pattern.compile("As of (\\d\\d:\\d\\d) UTC");

  private final Playwright playwright;
  private final Page page;

  private DashboardPage(Playwright playwright, Page page) {
    this.playwright = playwright;
    this.page = page;
  }

  /** The system's browser, where it has one. */
  static Optional<Path> chromium() {
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static DashboardPage open(Path chromium, String address) {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium)
                    .setTimeout(PATIENCE_MILLIS)
                    .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-sync")));
    Page page = browser.newPage();
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.navigate(address);

    return new DashboardPage(playwright, page);
  }

  /** The newest minute whose figures it shows, in milliseconds since the epoch. */
  @Override
  public long figure() {
    Locator stamp = page.locator(".masthead .stamp");
    String text = stamp.textContent();
    Matcher matcher = AS_OF.matcher(text);
    if (!matcher.find()) {
      throw new FreshetException(
          Fault.DEPENDENCY, "The dashboard's stamp says %s, and no time of a day".formatted(text));
    }
    OffsetDateTime now = Instant.now().atOffset(ZoneOffset.UTC);
    OffsetDateTime today = now.with(LocalTime.parse(matcher.group(1)));

    return (today.isAfter(now) ? today.minusDays(1) : today).toInstant().toEpochMilli();
  }

  @Override
  public void close() {
    playwright.close();
  }
}
