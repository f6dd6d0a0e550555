/// Tests of settings and of the data folder.
@NullMarked
package org.citycatalog.app.wiring;

import org.jspecify.annotations.NullMarked;
