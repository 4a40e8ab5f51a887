package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.freshet.core.lake.LakeSettings.ObjectStore;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.RESTException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A catalog that says what it is, and of a table what the test lets it say. */
class CatalogClientTest {
  private static final TableIdentifier HANGING = TableIdentifier.of("raw", "hanging");
  private static final TableIdentifier GONE = TableIdentifier.of("raw", "gone");
  private static final int NOT_FOUND = 404;

  private final CountDownLatch isOver = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer("/v1/config", 200, "{\"defaults\": {}, \"overrides\": {}}");
    answer(
        "/v1/namespaces/raw/tables/gone",
        NOT_FOUND,
        "{\"error\": {\"message\": \"Gone\", \"type\": \"NoSuchTableException\", \"code\": 404}}");
    server.createContext(
        "/v1/namespaces/raw/tables/hanging",
        exchange -> {
          awaitTheEnd();
          exchange.close();
        });
    server.start();
  }

  private void answer(String path, int status, String json) {
    server.createContext(
        path,
        exchange -> {
          byte[] body = json.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  private void awaitTheEnd() {
    try {
      isOver.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    isOver.countDown();
    server.stop(0);
  }

  private String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Catalog catalog() {
    return LakeCatalog.open(
        new LakeSettings(
            uri(),
            new CatalogLogin.Token("token"),
            "",
            new ObjectStore("", "us-east-1", "", "", true),
            Map.of(
                "rest.client.socket-timeout-ms", "2000",
                "io-impl", "org.apache.iceberg.inmemory.InMemoryFileIO")));
  }

  @Test
  void namesTheAddressOfACatalogThatHangs() {
    assertThatThrownBy(() -> catalog().tableExists(HANGING))
        .isInstanceOf(RESTException.class)
        .hasMessageStartingWith("The catalog at %s does not answer: Read timed out", uri());
  }

  @Test
  void namesItOnceWhateverWasToBeDone() {
    Catalog catalog = catalog();

    assertThatThrownBy(() -> LakeCatalog.require(catalog, HANGING))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith(
            "The catalog does not tell of table raw.hanging: The catalog at %s does not answer",
            uri());
  }

  @Test
  void tellsWhatIsNoCatalogFromOneThatIsAway() {
    answer("/v1/namespaces/raw/tables/page", 200, "<html>");

    assertThatThrownBy(() -> catalog().loadTable(TableIdentifier.of("raw", "page")))
        .isInstanceOf(RESTException.class)
        .hasMessageStartingWith("What answers at %s is no catalog: Unexpected character", uri())
        .satisfies(
            failure ->
                assertThat(LakeFailures.reason(failure))
                    .startsWith("What answers at")
                    .doesNotContain("does not answer"));
  }

  @Test
  void letsPassWhatTheCatalogSays() {
    assertThat(catalog().tableExists(GONE)).isFalse();
    assertThatThrownBy(() -> catalog().loadTable(GONE)).isInstanceOf(NoSuchTableException.class);
  }

  @Test
  void aCatalogThatIsNotThereIsNamedOnce() {
    String gone = uri();
    server.stop(0);

    assertThatThrownBy(this::catalog)
        .isInstanceOf(FreshetException.class)
        .satisfies(
            failure ->
                assertThat(failure.getMessage())
                    .startsWith("The catalog at %s does not answer: ".formatted(gone))
                    .containsOnlyOnce("does not answer"));
  }
}
