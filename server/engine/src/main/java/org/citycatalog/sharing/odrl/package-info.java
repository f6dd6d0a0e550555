/// Tells of grants in ODRL, the W3C's language for permissions, so that other systems can file what
/// was agreed. It decides nothing. Uses `catalog` and `sharing`.
@NullMarked
package org.citycatalog.sharing.odrl;

import org.jspecify.annotations.NullMarked;
