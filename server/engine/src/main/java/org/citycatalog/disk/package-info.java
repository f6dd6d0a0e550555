/// Files and folders that are there as a whole or not at all, also after a power cut.
///
/// Uses nothing of the project; every package may use it. Start reading at
/// [org.citycatalog.disk.DurableFile].
@NullMarked
package org.citycatalog.disk;

import org.jspecify.annotations.NullMarked;
