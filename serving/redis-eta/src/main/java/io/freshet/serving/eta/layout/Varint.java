package io.freshet.serving.eta.layout;

/** Numbers in as few bytes as they need: seven bits in each, the lowest first. */
final class Varint {
  static final int BITS = 7;
  static final int PAYLOAD = 0x7F;

  /** Set in each byte but the last. */
  static final int MORE = 0x80;

  private Varint() {}
}
