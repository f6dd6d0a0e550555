/// Tests that hold what is written beside the code to the code: error codes, schemas, vocabularies,
/// READMEs.
@NullMarked
package org.citycatalog.contract;

import org.jspecify.annotations.NullMarked;
