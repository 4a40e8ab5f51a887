package io.freshet.cli;

/** Which Freshet this is. */
public final class Version {
  /** As the poms have it, without the ending of what is not released yet. */
  public static final String NUMBER = "0.1.0";

  private Version() {}
}
