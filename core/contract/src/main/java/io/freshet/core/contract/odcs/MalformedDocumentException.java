package io.freshet.core.contract.odcs;

/** Text that is no usable YAML; says where, what is wrong and what would be right. */
public final class MalformedDocumentException extends Exception {
  private final int line;
  private final String path;
  private final String remedy;

  MalformedDocumentException(int line, String path, String problem, String remedy) {
    super(problem);
    this.line = line;
    this.path = path;
    this.remedy = remedy;
  }

  public int line() {
    return line;
  }

  public String path() {
    return path;
  }

  public String remedy() {
    return remedy;
  }
}
