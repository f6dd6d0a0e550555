/// Runs the examples against a started server and reads what they print.
@NullMarked
package org.citycatalog.examples;

import org.jspecify.annotations.NullMarked;
