package org.citycatalog.app.api;

/// Ends a request with a [Complaint]; for filters and readers, which cannot return one.
final class ComplaintException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Complaint complaint;

  ComplaintException(Complaint complaint) {
    // Thrown for callers' mistakes, as often as they make them: no stack.
    super(complaint.code(), null, false, false);
    this.complaint = complaint;
  }

  Complaint complaint() {
    return complaint;
  }
}
