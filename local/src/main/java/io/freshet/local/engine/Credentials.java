package io.freshet.local.engine;

import io.freshet.local.state.Secrets;

/** Who the platform's clients are; the profile and the engines must say the same. */
public final class Credentials {
  /** The one bucket: tables in {@code warehouse/}, Flink's checkpoints in {@code flink/}. */
  public static final String BUCKET = "lake";

  public static final String POSTGRES_USER = "freshet";

  public static final String REGION = "us-east-1";

  private Credentials() {}

  public static String s3AccessKey(Secrets secrets) {
    return secrets.secret("s3-access-key");
  }

  public static String s3SecretKey(Secrets secrets) {
    return secrets.secret("s3-secret-key");
  }

  public static String postgresPassword(Secrets secrets) {
    return secrets.secret("postgres-password");
  }

  public static String airflowPassword(Secrets secrets) {
    return secrets.secret("airflow-password");
  }

  public static String lineageToken(Secrets secrets) {
    return secrets.secret("lineage-token");
  }

  public static String catalogToken(Secrets secrets) {
    return secrets.secret("catalog-token");
  }

  /** What the event gateway's keys, one for each producer, are made from. */
  public static String gatewayKeySecret(Secrets secrets) {
    return secrets.secret("gateway-key-secret");
  }

  public static String ordersToken(Secrets secrets) {
    return secrets.secret("orders-token");
  }

  /** What services show to the live server. */
  public static String liveToken(Secrets secrets) {
    return secrets.secret("live-token");
  }

  /** What the live server signs customers' tokens with. */
  public static String liveTokenSecret(Secrets secrets) {
    return secrets.secret("live-token-secret");
  }
}
