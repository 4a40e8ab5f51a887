package io.freshet.catalog.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Sha256;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.signer.AwsS3V4Signer;
import software.amazon.awssdk.auth.signer.params.AwsS3V4SignerParams;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;

/** Beside the examples of the S3 API reference, and beside the AWS SDK. */
class SignatureV4Test {
  private static final StoreKeys KEYS =
      new StoreKeys(
          "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Optional.empty());
  private static final String EMPTY = Sha256.hex("");
  private static final Instant NOW = Instant.parse("2013-05-24T00:00:00Z");
  private static final URI BUCKET = URI.create("https://examplebucket.s3.amazonaws.com");

  @Test
  void signsAsTheReferenceReadsAnObject() {
    assertThat(signature("/test.txt", Map.of("range", "bytes=0-9")))
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + " SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                + " Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  @Test
  void signsAsTheReferenceListsAndAsksForASetting() {
    assertThat(signature("?max-keys=2&prefix=J", Map.of()))
        .endsWith("=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    assertThat(signature("?lifecycle", Map.of()))
        .endsWith("=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/warehouse/raw/pings-1/data/event_day%3D2026-03-01/00000.parquet",
        "/warehouse/raw/pings-1/metadata/snap-1.avro?x-id=GetObject",
        "/warehouse/raw/a%20b/%C3%A4%2Bc~d.parquet?partNumber=2&uploadId=a%2Fb%3D",
        "/warehouse/a%2Ab%28c%29"
      })
  @SuppressWarnings("deprecation") // Iceberg's client signs by it, too.
  void signsAsTheSdkDoes(String path) {
    URI uri = URI.create(BUCKET + path);
    SdkHttpFullRequest request =
        SdkHttpFullRequest.builder().uri(uri).method(SdkHttpMethod.GET).build();
    SdkHttpFullRequest bySdk =
        AwsS3V4Signer.create()
            .sign(
                request,
                AwsS3V4SignerParams.builder()
                    .awsCredentials(AwsBasicCredentials.create(KEYS.accessKey(), KEYS.secretKey()))
                    .signingName("s3")
                    .signingRegion(Region.US_EAST_1)
                    .signingClockOverride(Clock.fixed(NOW, ZoneOffset.UTC))
                    .doubleUrlEncode(false)
                    .enablePayloadSigning(false)
                    .enableChunkedEncoding(false)
                    .build());

    assertThat(signature(uri, Map.of(), "UNSIGNED-PAYLOAD"))
        .isEqualTo(bySdk.firstMatchingHeader("Authorization").orElseThrow());
  }

  private static String signature(String path, Map<String, String> headers) {
    return signature(URI.create(BUCKET + path), headers, EMPTY);
  }

  private static String signature(URI uri, Map<String, String> more, String contentHash) {
    TreeMap<String, String> headers = new TreeMap<>(more);
    headers.put("host", uri.getHost());
    headers.put("x-amz-date", SignatureV4.time(NOW));
    headers.put("x-amz-content-sha256", contentHash);

    return SignatureV4.authorization("GET", uri, headers, "us-east-1", KEYS);
  }
}
