package io.freshet.catalog.signing;

import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** The keys that the AWS SDK finds by itself, such as those of a role; renewed before they end. */
public final class SdkKeys implements Supplier<StoreKeys> {
  private final AwsCredentialsProvider provider = DefaultCredentialsProvider.builder().build();

  @Override
  public StoreKeys get() {
    AwsCredentials keys = provider.resolveCredentials();
    Optional<String> token =
        keys instanceof AwsSessionCredentials session
            ? Optional.of(session.sessionToken())
            : Optional.empty();

    return new StoreKeys(keys.accessKeyId(), keys.secretAccessKey(), token);
  }
}
