@NullMarked
package org.citycatalog.sharing.rules;

import org.jspecify.annotations.NullMarked;
