package io.freshet.warehouse.snowflake.landing;

import io.freshet.core.lake.LakeSettings.ObjectStore;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The bucket: files are copied inside of it, without their bytes passing through us. */
final class LandingStore implements AutoCloseable {
  private final S3Client s3;

  private LandingStore(S3Client s3) {
    this.s3 = s3;
  }

  static LandingStore open(ObjectStore store) {
    S3ClientBuilder builder =
        S3Client.builder().region(Region.of(store.region())).forcePathStyle(store.pathStyle());
    if (!store.endpoint().isEmpty()) {
      builder.endpointOverride(URI.create(store.endpoint()));
    }
    if (!store.accessKey().isEmpty()) {
      builder.credentialsProvider(
          StaticCredentialsProvider.create(
              AwsBasicCredentials.create(store.accessKey(), store.secretKey())));
    }

    return new LandingStore(builder.build());
  }

  /**
   * Copies a file unless its copy is there: each copy is one event, and one is enough.
   *
   * @return whether it was copied now
   */
  boolean copy(S3Place from, S3Place to) {
    try {
      if (exists(to)) {
        return false;
      }
      s3.copyObject(
          request ->
              request
                  .sourceBucket(from.bucket())
                  .sourceKey(from.key())
                  .destinationBucket(to.bucket())
                  .destinationKey(to.key()));

      return true;
    } catch (NoSuchKeyException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "%s is gone before it could be copied to %s: its snapshot has expired meanwhile"
              .formatted(from, to),
          e);
    } catch (SdkException e) {
      throw away(from, e);
    }
  }

  private boolean exists(S3Place file) {
    try {
      s3.headObject(request -> request.bucket(file.bucket()).key(file.key()));

      return true;
    } catch (NoSuchKeyException e) {
      return false;
    }
  }

  Optional<String> read(S3Place file) {
    try {
      return Optional.of(
          s3.getObjectAsBytes(request -> request.bucket(file.bucket()).key(file.key()))
              .asString(StandardCharsets.UTF_8));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw away(file, e);
    }
  }

  void write(S3Place file, String text) {
    try {
      s3.putObject(
          request -> request.bucket(file.bucket()).key(file.key()), RequestBody.fromString(text));
    } catch (SdkException e) {
      throw away(file, e);
    }
  }

  private static FreshetException away(S3Place file, SdkException failure) {
    return new FreshetException(
        Fault.DEPENDENCY,
        "The store does not give or take %s: %s".formatted(file, failure.getMessage()),
        failure);
  }

  @Override
  public void close() {
    s3.close();
  }
}
