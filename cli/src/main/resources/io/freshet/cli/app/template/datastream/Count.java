package application;

/**
 * How many events of one key a minute has.
 *
 * @param minute its end, in milliseconds
 */
public record Count(String key, long minute, long events) {}
