package io.freshet.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.freshet.cli.doctor.door.Http;
import io.freshet.cli.doctor.door.PinnedCertificate;
import io.freshet.testing.servers.ServerCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinnedCertificateTest {
  @TempDir private Path folder;
  private ServerCertificate own;
  private HttpsServer server;

  @BeforeEach
  void serve() throws Exception {
    own = ServerCertificate.make(folder);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(own.server()));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aDoorIsKnownByItsCertificateWhateverItIsCalledBy() throws Exception {
    // The certificate names localhost, and no address.
    assertThat(asked(own).status()).isEqualTo(200);
  }

  @Test
  void aDoorThatShowsAnotherCertificateIsNotThatDoor() throws Exception {
    ServerCertificate other =
        ServerCertificate.make(Files.createDirectory(folder.resolve("other")));

    assertThatThrownBy(() -> asked(other))
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessageContaining("shows another certificate");
  }

  private Http.Answer asked(ServerCertificate expected) throws Exception {
    return new Http(Duration.ofSeconds(30))
        .trusting(PinnedCertificate.of(expected.certificate()).context())
        .get("https://127.0.0.1:%d/health".formatted(server.getAddress().getPort()));
  }
}
