package io.freshet.deploy.image;

/** The four ways in which our modules become images; each has a Dockerfile in {@code images/}. */
public enum ImageKind {
  /** A server, or a command, with a JVM to itself. */
  SERVER("server", "/opt/freshet"),
  /** What all Flink applications share: Flink, file systems for its state, nothing of ours. */
  FLINK_BASE("flink-base", "/opt/flink"),
  /** One Flink application over the base. */
  FLINK_APPLICATION("flink-application", "/opt/flink"),
  /** Batch jobs under the Spark operator. */
  SPARK("spark", "/opt/spark");

  private final String folder;
  private final String home;

  ImageKind(String folder, String home) {
    this.folder = folder;
    this.home = home;
  }

  /** Of its Dockerfile below {@code deploy/images}. */
  public String folder() {
    return folder;
  }

  /** Where it lies in the image. */
  public String home() {
    return home;
  }
}
