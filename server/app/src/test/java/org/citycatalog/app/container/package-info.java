/// Tests inside Liberty, and of what Liberty does, on one deployment of the WAR.
@NullMarked
package org.citycatalog.app.container;

import org.jspecify.annotations.NullMarked;
