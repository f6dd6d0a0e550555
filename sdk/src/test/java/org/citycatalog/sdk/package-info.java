/// Tests the SDK against real HTTP.
@NullMarked
package org.citycatalog.sdk;

import org.jspecify.annotations.NullMarked;
