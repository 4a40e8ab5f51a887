package io.freshet.serving.eta.model;

/** A model that can't serve; the message says what is wrong with it. */
final class ModelException extends Exception {
  private static final long serialVersionUID = 1L;

  ModelException(String message) {
    super(message);
  }

  ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
