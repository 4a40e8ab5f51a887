package io.freshet.catalog.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.UnprocessableEntityException;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.RemoteSignRequest;
import org.apache.iceberg.rest.requests.UpdateNamespacePropertiesRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ImmutableRemoteSignResponse;
import org.junit.jupiter.api.Test;

class JsonTest {
  private final Json json = new Json();

  @Test
  void readsNamesWithHyphens() {
    CreateTableRequest request =
        json.read(
            "{\"name\":\"t\",\"schema\":{\"type\":\"struct\",\"fields\":[]},\"stage-create\":true}",
            CreateTableRequest.class);

    assertThat(request.stageCreate()).isTrue();
  }

  @Test
  void ignoresFieldsOfNewerClients() {
    CreateNamespaceRequest request =
        json.read("{\"namespace\":[\"raw\"],\"colour\":\"blue\"}", CreateNamespaceRequest.class);

    assertThat(request.namespace().level(0)).isEqualTo("raw");
  }

  @Test
  void refusesAnEmptyBody() {
    assertThatThrownBy(() -> json.read("", CreateNamespaceRequest.class))
        .isInstanceOf(BadRequestException.class)
        .hasMessageStartingWith("Cannot read the body as CreateNamespaceRequest: No content");
  }

  @Test
  void refusesABodyThatSaysNothing() {
    assertThatThrownBy(() -> json.read("null", CreateNamespaceRequest.class))
        .isInstanceOf(BadRequestException.class)
        .hasMessage("The request has no body; CreateNamespaceRequest is wanted");
  }

  @Test
  void refusesAnUpdateThatIcebergDoesNotKnow() {
    assertThatThrownBy(
            () -> json.read("{\"updates\":[{\"action\":\"paint\"}]}", UpdateTableRequest.class))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("paint");
  }

  @Test
  void leavesItToTheRequestWhatItMeans() {
    String body = "{\"removals\":[\"a\"],\"updates\":{\"a\":\"b\"}}";

    assertThatThrownBy(() -> json.read(body, UpdateNamespacePropertiesRequest.class))
        .isInstanceOf(UnprocessableEntityException.class)
        .hasMessageContaining("cannot simultaneously set and remove keys: [a]");
  }

  @Test
  void writesErrorsAsTheProtocolHasThem() {
    byte[] error = json.write(Failures.error(404, "NoSuchTableException", "Not there"));

    assertThat(new String(error, StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"error\":{\"message\":\"Not there\",\"type\":\"NoSuchTableException\","
                + "\"code\":404}}");
  }

  @Test
  void readsWhatIsToBeSignedAndWritesWhatIs() {
    RemoteSignRequest request =
        json.read(
            """
            {"region": "us-east-1", "uri": "http://store:9000/lake/a%20b", "method": "GET",
             "headers": {"x-amz-date": ["a"]}, "provider": "s3"}""",
            RemoteSignRequest.class);

    assertThat(request.uri()).isEqualTo(URI.create("http://store:9000/lake/a%20b"));
    assertThat(
            new String(
                json.write(
                    ImmutableRemoteSignResponse.builder()
                        .uri(request.uri())
                        .headers(request.headers())
                        .build()),
                StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"uri\":\"http://store:9000/lake/a%20b\",\"headers\":{\"x-amz-date\":[\"a\"]}}");
  }
}
