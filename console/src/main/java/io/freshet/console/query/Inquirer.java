package io.freshet.console.query;

import java.util.Optional;

/**
 * Who asks.
 *
 * @param browser or login, whose one question is answered at a time
 * @param name empty where nobody logs in
 */
public record Inquirer(String browser, Optional<String> name) {}
