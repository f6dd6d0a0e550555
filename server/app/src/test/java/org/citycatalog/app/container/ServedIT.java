package org.citycatalog.app.container;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.Socket;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import net.bytebuddy.ByteBuddy;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.assertj.core.api.Assertions;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Vocabularies;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
public class ServedIT {
  @Inject private CatalogStore store;
  @Inject private Vocabularies vocabularies;
  @ArquillianResource private URL base;

  @Deployment
  static WebArchive war() {
    return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/citycatalog.war"))
        .addClasses(ServedIT.class, FailingResource.class, FailingOperations.class)
        .addAsLibraries(jarOf(Assertions.class), jarOf(ByteBuddy.class));
  }

  private static File jarOf(Class<?> type) {
    try {
      return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Test
  void the_engine_is_wired_and_its_database_answers() {
    assertThat(store.isReachable()).isTrue();
    assertThat(vocabularies.vocabulary("themes")).isPresent();
  }

  @Test
  void lucene_finds_its_codecs_and_maps_files_into_memory() throws Exception {
    assertThat(Codec.availableCodecs()).contains("Lucene104");
    try (FSDirectory directory = FSDirectory.open(java.nio.file.Files.createTempDirectory("it"))) {
      assertThat(directory).isInstanceOf(MMapDirectory.class);
    }
    Class<?> provider =
        Class.forName(
            "org.apache.lucene.internal.vectorization.VectorizationProvider",
            true,
            IndexWriter.class.getClassLoader());
    assertThat(provider.getModule()).isNotNull();
    assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isPresent();
  }

  @Test
  void json_comes_from_the_server_and_classes_from_the_application() {
    assertThat(jakarta.json.spi.JsonProvider.provider().getClass().getClassLoader())
        .isNotSameAs(getClass().getClassLoader());
    assertThat(IndexWriter.class.getClassLoader()).isSameAs(CatalogStore.class.getClassLoader());
  }

  @Test
  @RunAsClient
  void a_stream_that_fails_before_its_first_byte_is_a_problem() throws Exception {
    String answer = raw("api/v1/failing/0"); // Liberty closes the connection after a 500, too

    assertThat(answer).startsWith("HTTP/1.1 500").contains("\"code\":\"internal\"");
  }

  @Test
  @RunAsClient
  void a_stream_that_fails_later_is_cut_off() throws Exception {
    String answer = raw("api/v1/failing/100000");

    assertThat(answer).startsWith("HTTP/1.1 200").contains("屯溪区");
    assertThat(answer.endsWith("\r\n0\r\n\r\n")).as("ended as if it were whole").isFalse();
  }

  private String raw(String path) throws Exception {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(20_000);
      String request =
          "GET %s%s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(base.getPath(), path);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      try {
        for (int n = socket.getInputStream().read(buffer);
            n >= 0;
            n = socket.getInputStream().read(buffer)) {
          answer.write(buffer, 0, n);
        }
      } catch (java.net.SocketException reset) {
        return answer.toString(StandardCharsets.UTF_8);
      }
      return answer.toString(StandardCharsets.UTF_8);
    }
  }
}
