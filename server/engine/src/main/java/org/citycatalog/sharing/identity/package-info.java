/// Knows who is asking: by an API key, by the token of an identity provider, or by the session of a
/// person with an account here.
///
/// Start reading at [org.citycatalog.sharing.identity.Callers]; keys are made, changed for others
/// and revoked by [org.citycatalog.sharing.identity.ApiKeys]. What a caller then may is decided by
/// [org.citycatalog.sharing.Boundary]; here it is only said who it is. Uses `catalog` and
/// `sharing`; signatures of tokens are checked by Nimbus JOSE, passwords are hashed by Bouncy
/// Castle.
@NullMarked
package org.citycatalog.sharing.identity;

import org.jspecify.annotations.NullMarked;
