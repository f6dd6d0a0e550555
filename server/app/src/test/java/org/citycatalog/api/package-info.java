/// Tests of the templates that make the server's side of the contract.
@NullMarked
package org.citycatalog.api;

import org.jspecify.annotations.NullMarked;
