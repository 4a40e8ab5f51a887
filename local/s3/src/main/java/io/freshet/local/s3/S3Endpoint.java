package io.freshet.local.s3;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** S3's API on a folder, on 127.0.0.1, with the buckets it was asked for. */
public final class S3Endpoint {
  private S3Endpoint() {}

  /** Arguments: data folder, port, buckets; the credentials come from the environment. */
  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    int port = Integer.parseInt(arguments[1]);
    for (int i = 2; i < arguments.length; i++) {
      Files.createDirectories(data.resolve(arguments[i])); // the store's buckets are its folders
    }
    Map<String, String> environment = System.getenv();

    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(new FilesystemNio2BlobStore(data.toString()))
            .endpoint(URI.create("http://127.0.0.1:" + port))
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4,
                environment.get("FRESHET_S3_ACCESS_KEY"),
                environment.get("FRESHET_S3_SECRET_KEY"))
            .ignoreUnknownHeaders(true) // Trino's listing sends one and would get a 501
            .build();
    proxy.start(); // its own threads keep the process alive
  }
}
