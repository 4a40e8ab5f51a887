package io.freshet.catalog.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.catalog.access.Action;
import io.freshet.core.toolkit.Sha256;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.rest.requests.ImmutableRemoteSignRequest;
import org.apache.iceberg.rest.requests.RemoteSignRequest;
import org.apache.iceberg.rest.responses.RemoteSignResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteSignerTest {
  private static final String FILE = "/lake/warehouse/raw/pings-1/data/a.parquet";
  private static final String DELETION =
      "<Delete><Object><Key>warehouse/raw/pings-1/a</Key></Object><Quiet>true</Quiet>"
          + "<Object><Key>b &amp; c</Key></Object></Delete>";

  private final RemoteSigner signer = signer(Optional.empty());

  @ParameterizedTest
  @CsvSource({
    "GET, ?x-id=GetObject, READ",
    "HEAD, '', READ",
    "PUT, ?x-id=PutObject, WRITE",
    "PUT, ?partNumber=1&uploadId=a, WRITE",
    "POST, ?uploads, WRITE",
    "POST, ?uploadId=a, WRITE",
    "DELETE, ?uploadId=a, WRITE",
    "DELETE, ?uploadId=, MAINTAIN",
    "DELETE, ?uploadId, MAINTAIN",
    "DELETE, ?x-id=DeleteObject, MAINTAIN"
  })
  void understandsWhatIsDoneToAFile(String method, String query, Action action) {
    assertThat(signer.understand(request(method, FILE + query)))
        .isEqualTo(
            new StoreRequest(action, List.of("s3://lake/warehouse/raw/pings-1/data/a.parquet")));
  }

  @Test
  void understandsAListing() {
    assertThat(signer.understand(request("GET", "/lake?list-type=2&prefix=warehouse%2Fraw%2F")))
        .isEqualTo(new StoreRequest(Action.READ, List.of("s3://lake/warehouse/raw/")));
  }

  @Test
  void understandsWhichFilesAreDeletedTogether() {
    RemoteSignRequest request = withBody(request("POST", "/lake?delete"), DELETION);

    assertThat(signer.understand(request))
        .isEqualTo(
            new StoreRequest(
                Action.MAINTAIN, List.of("s3://lake/warehouse/raw/pings-1/a", "s3://lake/b & c")));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /lake/a?acl",
    "GET, /lake/a?versionId=1",
    "HEAD, /lake/a?versionId=1",
    "PUT, /lake/a?acl",
    "PUT, /lake/a?tagging",
    "PUT, /lake/a?retention",
    "POST, /lake/a?restore",
    "POST, /lake/a?select&select-type=2",
    "DELETE, /lake/a?versionId=1",
    "GET, /lake?versions",
    "GET, /lake?list-type=1",
    "GET, /lake",
    "PUT, /lake",
    "DELETE, /lake",
    "PUT, /lake?policy",
    "PATCH, /lake/a",
    "OPTIONS, /lake/a",
    "GET, /lake/a?x-id=a&x-id=b"
  })
  void signsNothingElse(String method, String path) {
    assertThatThrownBy(() -> signer.understand(request(method, path)))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageStartingWith("This catalog does not sign " + method);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-amz-copy-source",
        "X-Amz-Copy-Source",
        "x-amz-acl",
        "x-amz-grant-read",
        "x-amz-tagging",
        "x-amz-website-redirect-location",
        "x-amz-bypass-governance-retention",
        "x-amz-security-token"
      })
  void signsNoHeaderThatDoesMore(String header) {
    assertThatThrownBy(
            () -> signer.understand(with(request("PUT", FILE), Map.of(header, "/other/secret"))))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("is not known to be harmless");
  }

  @Test
  void signsForNoOtherStore() {
    assertThatThrownBy(
            () ->
                signer.understand(
                    ImmutableRemoteSignRequest.builder()
                        .from(request("GET", FILE))
                        .uri(URI.create("http://evil.example/lake/a"))
                        .build()))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("its address is none of the catalog's store");
  }

  @Test
  void understandsABodyThatSaysItsEncoding() {
    String body = "<?xml version=\"1.0\" encoding=\"utf-8\"?>" + DELETION;

    assertThat(signer.understand(withBody(request("POST", "/lake?delete"), body)).action())
        .isEqualTo(Action.MAINTAIN);
  }

  @Test
  void signsNoBodyThatNamesMoreThanKeysOrReadsOtherwiseElsewhere() {
    for (String body :
        List.of(
            "<Delete><Object><Key>a</Key><VersionId>1</VersionId></Object></Delete>",
            "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><Delete><Object><Key>&e;</Key>"
                + "</Object></Delete>",
            "<?xml version='1.0' encoding='UTF-7'?><Delete><Object><Key>a</Key></Object></Delete>",
            "<Delete/>",
            "no XML")) {
      assertThatThrownBy(() -> signer.understand(withBody(request("POST", "/lake?delete"), body)))
          .isInstanceOf(BadRequestException.class);
    }
    assertThatThrownBy(() -> signer.understand(request("POST", "/lake?delete")))
        .isInstanceOf(BadRequestException.class);
  }

  @Test
  void addsWhatTheStoreWantsAndNoKey() {
    RemoteSignResponse response =
        signer.sign(with(request("GET", FILE), Map.of("Range", "bytes=0-9")));

    assertThat(response.uri()).isEqualTo(URI.create("http://store:9000" + FILE));
    assertThat(response.headers())
        .containsEntry("host", List.of("store:9000"))
        .containsEntry("x-amz-date", List.of("20260301T120000Z"))
        .containsEntry("x-amz-content-sha256", List.of("UNSIGNED-PAYLOAD"))
        .containsEntry("Range", List.of("bytes=0-9"));
    assertThat(response.headers().get("Authorization").get(0))
        .startsWith("AWS4-HMAC-SHA256 Credential=an-access-key/20260301/us-east-1/s3/aws4_request,")
        .contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date,");
    assertThat(response.toString()).doesNotContain("a-secret-key");
  }

  @Test
  void signsTheBodyThatItHasLookedAt() {
    RemoteSignRequest request = withBody(request("POST", "/lake?delete"), DELETION);

    assertThat(signer.sign(request).headers())
        .containsEntry("x-amz-content-sha256", List.of(Sha256.hex(DELETION)));
    assertThatThrownBy(
            () -> signer.sign(with(request, Map.of("x-amz-content-sha256", "UNSIGNED-PAYLOAD"))))
        .isInstanceOf(BadRequestException.class);
  }

  @Test
  void leavesTheHashOfABodyToWhoHasIt() {
    String hash = Sha256.hex("rows");
    RemoteSignRequest request =
        with(request("PUT", FILE), Map.of("X-Amz-Content-Sha256", hash, "Content-Type", "a/b"));

    RemoteSignResponse response = signer.sign(request);

    assertThat(response.headers()).containsEntry("x-amz-content-sha256", List.of(hash));
    assertThat(response.headers().get("Authorization").get(0)).contains("=content-type;host;x-amz");
    assertThatThrownBy(
            () ->
                signer.sign(
                    with(
                        request("PUT", FILE),
                        Map.of("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"))))
        .isInstanceOf(BadRequestException.class);
  }

  @Test
  void signsForTheHostOfTheAddressAlone() {
    assertThatThrownBy(
            () -> signer.sign(with(request("GET", FILE), Map.of("Host", "secrets.store:9000"))))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("The header Host is another one");
  }

  @Test
  void passesOnTheTokenOfKeysThatEnd() {
    assertThat(signer(Optional.of("a-session")).sign(request("GET", FILE)).headers())
        .containsEntry("x-amz-security-token", List.of("a-session"));
  }

  private static RemoteSigner signer(Optional<String> session) {
    return new RemoteSigner(
        Optional.of("http://store:9000"),
        Optional.of("us-east-1"),
        () -> new StoreKeys("an-access-key", "a-secret-key", session),
        InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")));
  }

  private static RemoteSignRequest request(String method, String path) {
    return ImmutableRemoteSignRequest.builder()
        .method(method)
        .uri(URI.create("http://store:9000" + path))
        .region("eu-west-1")
        .headers(Map.of())
        .properties(Map.of())
        .provider("s3")
        .build();
  }

  private static RemoteSignRequest with(RemoteSignRequest request, Map<String, String> headers) {
    Map<String, List<String>> lists = new HashMap<>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));

    return ImmutableRemoteSignRequest.builder().from(request).headers(lists).build();
  }

  private static RemoteSignRequest withBody(RemoteSignRequest request, String body) {
    return ImmutableRemoteSignRequest.builder().from(request).body(body).build();
  }
}
