package org.citycatalog.sharing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One step in the life of a request or a grant. Never changed.
///
/// @param subject id of the request or the grant
/// @param number counts the steps of the subject, from 1
/// @param from code of the state before; null at the beginning
/// @param to code of the state after; the same where something else happened, such as the first of
///   two approvals
/// @param by id of the key, or `clock`
/// @param basis the law or decision relied on
public record ContractEvent(
    String subject,
    long number,
    @Nullable String from,
    String to,
    Instant at,
    String by,
    @Nullable String reason,
    @Nullable String basis) {}
