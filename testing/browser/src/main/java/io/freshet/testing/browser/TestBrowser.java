package io.freshet.testing.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The system's Chromium, as somebody's phone or desk. It notes what its pages ask for. */
public final class TestBrowser implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
  public static final int PHONE = 390;
  public static final int NARROW = 320;
  public static final int DESK = 1280;

  private static final int HEIGHT = 780;
  private static final double PATIENCE_MILLIS = 120_000;
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private final List<String> requests = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private Playwright playwright;
  private Browser browser;

  private TestBrowser() {}

  private void launch(Path program) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setTimeout(PATIENCE_MILLIS)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  /**
   * For all tests of a class, as its {@code @RegisterExtension}: launched before the first, closed
   * behind the last. They are skipped where there is none.
   */
  public static TestBrowser ofClass() {
    return new TestBrowser();
  }

  /** Skips the test where there is none. */
  public static TestBrowser launch() {
    TestBrowser launched = new TestBrowser();
    launched.start();

    return launched;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    start();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  private void start() {
    Optional<Path> program =
        Stream.of(System.getenv("PATH").split(":"))
            .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
    Assumptions.assumeTrue(
        program.isPresent(),
        "Skipped: there is no Chromium on the PATH; sudo apt-get install -y chromium");

    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    launch(program.get());
  }

  /** How somebody looks at a page. */
  public record Look(
      int width, int height, ColorScheme scheme, ReducedMotion motion, String script) {
    public static final Look USUAL =
        new Look(PHONE, HEIGHT, ColorScheme.LIGHT, ReducedMotion.NO_PREFERENCE, "");

    public Look wide(int pixels) {
      return new Look(pixels, height, scheme, motion, script);
    }

    public Look tall(int pixels) {
      return new Look(width, pixels, scheme, motion, script);
    }

    public Look dark() {
      return new Look(width, height, ColorScheme.DARK, motion, script);
    }

    public Look still() {
      return new Look(width, height, scheme, ReducedMotion.REDUCE, script);
    }

    /** In a browser on which that has run before the page. */
    public Look after(String change) {
      return new Look(width, height, scheme, motion, change);
    }
  }

  public Page open(String address, Look look) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(look.width(), look.height())
                .setColorScheme(look.scheme())
                .setReducedMotion(look.motion())
                .setLocale("en-GB")
                .setTimezoneId("Europe/London"));
    context.addInitScript(look.script());
    Page page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MILLIS);
    page.onRequest(this::note);
    page.onWebSocket(socket -> requests.add(socket.url()));
    page.onConsoleMessage(this::note);
    page.onPageError(refusals::add);
    page.navigate(address);

    return page;
  }

  /** All addresses that any page has asked for. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Everybody whom any page has asked for anything. */
  public List<String> hosts() {
    return requests.stream()
        .filter(address -> !address.startsWith("data:") && !address.startsWith("blob:"))
        .map(address -> URI.create(address.replaceAll("[?#].*", "")).getHost())
        .distinct()
        .toList();
  }

  /** What failed in pages, or their policy has refused them. */
  public List<String> refusals() {
    return List.copyOf(refusals);
  }

  private void note(Request request) {
    requests.add(request.url());
  }

  private void note(ConsoleMessage message) {
    // That a server does not answer is what the tests are about.
    if (message.type().equals("error")
        && !message.text().matches("(?s).*(net::|status of|WebSocket).*")) {
      refusals.add(message.text());
    }
  }

  @Override
  public void close() {
    if (browser != null) {
      browser.close();
    }
    if (playwright != null) {
      playwright.close();
    }
  }
}
