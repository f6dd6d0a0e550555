package org.citycatalog.sharing;

/// One reading of data on its way out: announced before anything leaves, accounted for as it does.
///
/// An announced reading whose end is never told counts as one of which everything may have left.
public interface Disclosure {
  /// Returns when the announcement is on disk.
  ///
  /// @throws org.citycatalog.catalog.UnavailableException of code `ledger-unavailable`, where it
  ///   cannot be kept; then nothing may leave
  void announced();

  /// Asks for so many more bytes, before they leave.
  ///
  /// @throws ExhaustedException where the caller may not get them; then the answer ends here
  default void leaving(long bytes) {}

  /// Tells how much has left so far, of an answer that goes on.
  void left(long rows, long bytes);

  /// Tells how much has left in all; what is told later is not heard.
  ///
  /// @param whole whether the answer came to its end
  void ended(long rows, long bytes, boolean whole);
}
