/// One small application for each audience; each answers one real question. Start with
/// [org.citycatalog.examples.TenLines].
@NullMarked
package org.citycatalog.examples;

import org.jspecify.annotations.NullMarked;
