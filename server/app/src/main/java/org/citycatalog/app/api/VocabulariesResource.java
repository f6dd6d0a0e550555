package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.citycatalog.api.VocabulariesApi;
import org.citycatalog.api.model.Term;
import org.citycatalog.api.model.Vocabulary;
import org.citycatalog.api.model.VocabularyList;
import org.citycatalog.api.model.VocabularyTitle;
import org.citycatalog.catalog.Vocabularies;

/// The code lists.
@Path("/")
public class VocabulariesResource implements VocabulariesApi {
  private final Vocabularies vocabularies;

  @Inject
  public VocabulariesResource(Vocabularies vocabularies) {
    this.vocabularies = vocabularies;
  }

  @Override
  public Response listVocabularies() {
    return Response.ok(
            new VocabularyList(
                vocabularies.all().stream()
                    .map(each -> new VocabularyTitle(each.name(), Wire.text(each.title())))
                    .toList()))
        .build();
  }

  @Override
  public Response getVocabulary(String name) {
    return vocabularies
        .vocabulary(name)
        .map(found -> Response.ok(wire(found)).build())
        .orElseThrow(() -> new ComplaintException(Complaint.of("not-found")));
  }

  private static Vocabulary wire(org.citycatalog.catalog.Vocabulary found) {
    return Vocabulary.builder()
        .name(found.name())
        .title(Wire.text(found.title()))
        .source(found.source())
        .terms(
            found.terms().stream()
                .map(term ->
                    new Term(term.code(), Wire.text(term.label()), term.parent(), term.notation()))
                .toList())
        .build();
  }
}
