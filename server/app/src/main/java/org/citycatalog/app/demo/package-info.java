/// The demo city, Huangshan: what a new server holds so that a newcomer finds something.
///
/// Real where a real source exists (divisions and villages); otherwise made by seeded generators
/// that give the same bytes each time and whose entries say that they are synthetic. Plain Java: it
/// writes entries and files and knows nothing of stores or HTTP. Start reading at
/// [org.citycatalog.app.demo.DemoCity].
@NullMarked
package org.citycatalog.app.demo;

import org.jspecify.annotations.NullMarked;
