package io.freshet.local;

import io.freshet.core.toolkit.Settings;
import java.net.URI;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Uses the S3 endpoint with Amazon's own client. */
final class S3Check {
  private S3Check() {}

  static void put(Settings settings, String key, String content) {
    try (S3Client client = client(settings)) {
      client.putObject(request -> request.bucket("lake").key(key), RequestBody.fromString(content));
    }
  }

  static List<String> keys(Settings settings, String prefix) {
    try (S3Client client = client(settings)) {
      return client
          .listObjectsV2(request -> request.bucket("lake").prefix(prefix))
          .contents()
          .stream()
          .map(S3Object::key)
          .toList();
    }
  }

  private static S3Client client(Settings settings) {
    return S3Client.builder()
        .endpointOverride(URI.create(settings.text("s3.endpoint")))
        .region(Region.of(settings.text("s3.region")))
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    settings.text("s3.access-key"), settings.text("s3.secret-key"))))
        .build();
  }
}
