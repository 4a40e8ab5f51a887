package io.freshet.serving.eta.prediction;

import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/** What a stage that is over teaches about its market. */
@TypeInfo(LessonLayout.class)
public record Lesson(String market, List<Outcome> outcomes) {}
