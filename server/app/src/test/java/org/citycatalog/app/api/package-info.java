/// Tests of what the API decides without a server.
@NullMarked
package org.citycatalog.app.api;

import org.jspecify.annotations.NullMarked;
