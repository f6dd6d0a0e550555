/// Tests of the served API over HTTP, on one server with the demo city in it.
@NullMarked
package org.citycatalog.app.http;

import org.jspecify.annotations.NullMarked;
