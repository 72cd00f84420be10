package mica.front.directory;

import mica.exchange.directory.SpotFacts;
import mica.exchange.directory.VenueFacts;

/** Where a visitor stands: a spot and its venue. */
public record Place(VenueFacts venue, SpotFacts spot) {}
