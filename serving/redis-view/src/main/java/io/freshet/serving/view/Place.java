package io.freshet.serving.view;

/** A point on earth, WGS 84, in degrees. */
public record Place(double latitude, double longitude) {}
