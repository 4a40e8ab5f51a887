package io.freshet.catalog.signing;

import io.freshet.catalog.access.Action;
import java.util.List;

/**
 * What a request to the object store would do.
 *
 * @param action to the files
 * @param places of the files, as {@code s3://bucket/key}; with a slash at its end, all below
 */
public record StoreRequest(Action action, List<String> places) {
  public StoreRequest {
    places = List.copyOf(places);
  }
}
