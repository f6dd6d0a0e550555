/// Puts the server together: reads the settings, opens the data folder, makes the engine's objects
/// once, and takes them down in reverse order. Nothing uses this package but the container; start
/// reading at [org.citycatalog.app.wiring.Wiring].
@NullMarked
package org.citycatalog.app.wiring;

import org.jspecify.annotations.NullMarked;
