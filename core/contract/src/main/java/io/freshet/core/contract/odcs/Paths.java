package io.freshet.core.contract.odcs;

/** Places in a document, written as {@code schema[0].properties[3].name}; the root is empty. */
public final class Paths {
  public static final String ROOT = "";

  private Paths() {}

  public static String key(String parent, String key) {
    return parent.isEmpty() ? key : parent + "." + key;
  }

  public static String item(String parent, int index) {
    return parent + "[" + index + "]";
  }

  /** The path one step up; the root is its own parent. */
  public static String parent(String path) {
    int cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));

    return cut < 0 ? ROOT : path.substring(0, cut);
  }
}
