package io.freshet.assurance.probe;

import io.freshet.core.toolkit.FreshetException;

/**
 * A test event that did not get into the log, as far as can be told.
 *
 * @param failure what it met on the way
 */
public record NotLogged(String stream, FreshetException failure) implements Fate {}
