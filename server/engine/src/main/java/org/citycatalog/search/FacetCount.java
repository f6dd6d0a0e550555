package org.citycatalog.search;

/// How many hits have a value.
///
/// @param value a code or a provider's namespace
public record FacetCount(String value, long count) {}
