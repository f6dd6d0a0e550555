/// Reports of errors of record, in the catalog's database.
@NullMarked
package org.citycatalog.stewardship.jdbc;

import org.jspecify.annotations.NullMarked;
