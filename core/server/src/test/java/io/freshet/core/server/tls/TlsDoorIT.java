package io.freshet.core.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.server.http.Dependency;
import io.freshet.core.server.http.HttpAddress;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.http.HttpHandlers;
import io.freshet.core.server.http.HttpLimits;
import io.freshet.core.toolkit.TrustedCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A door with a certificate, and who gets in. */
class TlsDoorIT {
  @TempDir private static Path folder;
  private static TestIdentity first;
  private static TestIdentity second;

  @BeforeAll
  static void makesCertificates() throws Exception {
    first = TestIdentity.make(folder, "first");
    second = TestIdentity.make(folder, "second");
  }

  @Test
  void letsInWhoTrustsItsCertificate() throws Exception {
    try (HttpDoor door = open(first)) {
      HttpResponse<String> answer = get("https", door.port(), first);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(door.url()).isEqualTo("https://127.0.0.1:" + door.port());
      assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void isNotBelievedByWhoDoesNotTrustIt() throws Exception {
    try (HttpDoor door = open(first)) {
      assertThatThrownBy(() -> get("https", door.port(), second))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void answersNobodyInTheClear() throws Exception {
    try (HttpDoor door = open(first)) {
      assertThatThrownBy(() -> get("http", door.port(), first)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void speaksNoOldTls() throws Exception {
    try (HttpDoor door = open(first);
        SSLSocket socket =
            (SSLSocket)
                TrustedCertificates.with(first.certificate())
                    .getSocketFactory()
                    .createSocket("127.0.0.1", door.port())) {
      assertThatThrownBy(
              () -> {
                socket.setEnabledProtocols(new String[] {"TLSv1.1"});
                socket.startHandshake();
              })
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void takesANewCertificateWithoutARestartAndKeepsTheOldOneWhileTheNewIsHalfThere()
      throws Exception {
    DoorTls.Files files = new DoorTls.Files(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    copy(first.certificate(), files.certificate());
    copy(first.key(), files.key());
    TlsDoor door = new TlsDoor(files);
    Server server = new Server();
    ServerConnector connector =
        new ServerConnector(server, door.before("http/1.1"), new HttpConnectionFactory());
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.start();
    try {
      assertThat(shown(connector.getLocalPort(), first)).isEqualTo("CN=first");

      copy(second.certificate(), files.certificate());
      door.look();
      assertThat(shown(connector.getLocalPort(), first)).isEqualTo("CN=first");

      copy(second.key(), files.key());
      door.look();
      assertThat(shown(connector.getLocalPort(), second)).isEqualTo("CN=second");
    } finally {
      server.stop();
    }
  }

  private static HttpDoor open(TestIdentity identity) {
    return HttpDoor.open(
        new HttpAddress(
            "gateway", "127.0.0.1", 0, new DoorTls(Optional.of(identity.files()), false)),
        new HttpLimits(4, Duration.ofSeconds(10), UriCompliance.DEFAULT),
        new HttpHandlers(new Handler.Sequence(), new Handler.Sequence()),
        new ErrorHandler(),
        new Dependency("nothing", () -> true));
  }

  private static HttpResponse<String> get(String scheme, int port, TestIdentity trusted)
      throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(TrustedCertificates.with(trusted.certificate()))
            .build();

    return client.send(
        HttpRequest.newBuilder(URI.create("%s://127.0.0.1:%d/health".formatted(scheme, port)))
            .timeout(Duration.ofSeconds(10))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String shown(int port, TestIdentity trusted) throws Exception {
    X509Certificate certificate =
        (X509Certificate)
            get("https", port, trusted).sslSession().orElseThrow().getPeerCertificates()[0];

    return certificate.getSubjectX500Principal().getName();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
