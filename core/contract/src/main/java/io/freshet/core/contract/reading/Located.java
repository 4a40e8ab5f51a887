package io.freshet.core.contract.reading;

import com.fasterxml.jackson.databind.JsonNode;

/** A value of a document and where it stands. */
record Located(JsonNode node, String path, int line) {}
