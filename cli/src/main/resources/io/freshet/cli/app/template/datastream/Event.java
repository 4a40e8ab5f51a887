package application;

/** What the job needs of an event. */
public record Event(String key, long millis) {}
