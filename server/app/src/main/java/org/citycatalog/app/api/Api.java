package org.citycatalog.app.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/// The contract's operations, under the address it names.
@ApplicationPath("/api/v1")
public class Api extends Application {}
