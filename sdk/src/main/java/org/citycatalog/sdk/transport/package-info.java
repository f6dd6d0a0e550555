/// Carries calls over HTTP: addresses, headers, retries, redirects, time limits, gzip, and errors
/// as exceptions.
///
/// For the generated operations, which are alone in making a [org.citycatalog.sdk.transport.Call];
/// applications start at `org.citycatalog.sdk.CityCatalog`. Uses `error` and the generated records.
@NullMarked
package org.citycatalog.sdk.transport;

import org.jspecify.annotations.NullMarked;
