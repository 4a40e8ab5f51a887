package io.freshet.core.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that a proxy before the door might take for another one than the door does, and behind
 * which somebody could hide a second one.
 */
class RawRequestsTest {
  private static final Duration IDLE = Duration.ofMillis(300);
  private static HttpDoor door;

  @BeforeAll
  static void opens() {
    door =
        HttpDoor.open(
            new HttpAddress("door", "127.0.0.1", 0),
            new HttpLimits(4, IDLE, UriCompliance.DEFAULT),
            new HttpHandlers(new Handler.Sequence(), new Telling()),
            new DoorErrors(new JsonErrors()),
            new Dependency("nothing", () -> true));
  }

  @AfterAll
  static void closes() {
    door.close();
  }

  @Test
  void answersAPlainRequest() throws IOException {
    assertThat(answers("POST /seen HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"))
        .startsWith("HTTP/1.1 200 ")
        .contains("/seen");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Content-Length: 5, 6\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: -1\r\n",
        "Content-Length : 5\r\n",
        "Transfer-Encoding: identity, chunked, identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "X: a\r\n folded: b\r\nContent-Length: 5\r\n",
        "X\u0000: a\r\nContent-Length: 5\r\n"
      })
  void hidesNoSecondRequestInTheFirst(String headers) throws IOException {
    String second = "0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";

    String answers =
        answers("POST /seen HTTP/1.1\r\nHost: a\r\n%s\r\n%s".formatted(headers, second));

    assertThat(answers).startsWith("HTTP/1.1 4").doesNotContain("/hidden", "HTTP/1.1 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /a HTTP/1.1\r\n\r\n", // no host
        "GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /../a HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a%2Fb HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /a/..;x=1/b HTTP/1.1\r\nHost: a\r\n\r\n"
      })
  void refusesWhatCouldBeReadInTwoWays(String request) throws IOException {
    assertThat(answers(request)).startsWith("HTTP/1.1 4");
  }

  @Test
  void cutsOffWhoSaysNothing() throws IOException {
    assertThat(answers("POST /seen HTTP/1.1\r\nHos")).doesNotContain("200");
  }

  /** Everything that comes back until the door hangs up, or has nothing more to say. */
  private static String answers(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", door.port())) {
      socket.setSoTimeout((int) IDLE.multipliedBy(20).toMillis());
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));

      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  /** Says which path it was asked for, once it has the body. */
  private static final class Telling extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      Request.asInputStream(request).readAllBytes();
      byte[] path = request.getHttpURI().getPath().getBytes(ISO_8859_1);
      response.write(true, ByteBuffer.wrap(path), callback);

      return true;
    }
  }
}
