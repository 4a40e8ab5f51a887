package io.freshet.serving.eta.prediction;

import java.util.List;

/** What a stage that is over teaches about its market. */
public record Lesson(String market, List<Outcome> outcomes) {}
