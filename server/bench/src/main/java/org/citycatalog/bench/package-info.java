/// Measures a server in a process of its own, as a client on the same machine meets it: loads,
/// pages, exports, memory.
///
/// Prints a Markdown table, and fails where an answer is wrong. Only under the Maven profile
/// `bench`. Start reading at [org.citycatalog.bench.Benchmarks].
@NullMarked
package org.citycatalog.bench;

import org.jspecify.annotations.NullMarked;
