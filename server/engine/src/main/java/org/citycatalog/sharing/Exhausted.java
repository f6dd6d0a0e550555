package org.citycatalog.sharing;

import java.util.OptionalLong;

/// A bound that an answer would exceed.
///
/// @param code stable code from error-codes.yaml
/// @param detail one English sentence about the bound; tells of the caller's own use alone
/// @param retrySeconds when asking again helps; empty where it never does
public record Exhausted(String code, String detail, OptionalLong retrySeconds) {}
