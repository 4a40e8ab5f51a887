package io.freshet.cli.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer;
import io.freshet.cli.page.PortOption;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The order service as the command starts it. */
class OrdersProgramIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.POSTGRES);

  @Test
  void isOpenedByTheTokenOfTheProfile() throws Exception {
    Workspace workspace = Workspace.of(platform.platform().folder());
    try (PageServer orders = PageServer.start(OrdersProgram.of(workspace, PortOption.any()))) {
      orders.awaitAnswer();

      assertThat(status(orders, workspace.settings().text("orders.token"))).isEqualTo(200);
      assertThat(status(orders, "another-token-altogether")).isEqualTo(401);
    }
  }

  private static int status(PageServer orders, String token)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(orders.address() + "/orders"))
                .header("Authorization", "Bearer " + token)
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
