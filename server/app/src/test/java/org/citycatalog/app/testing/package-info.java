/// What tests of a served catalog need, here and in other modules: a server in a process of its
/// own, and a check of every exchange against the contract.
@NullMarked
package org.citycatalog.app.testing;

import org.jspecify.annotations.NullMarked;
