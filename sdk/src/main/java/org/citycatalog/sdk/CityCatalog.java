package org.citycatalog.sdk;

import java.net.ProxySelector;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.citycatalog.sdk.api.AccessRequestsApi;
import org.citycatalog.sdk.api.AccountsApi;
import org.citycatalog.sdk.api.CallerApi;
import org.citycatalog.sdk.api.CorrectionsApi;
import org.citycatalog.sdk.api.DatasetsApi;
import org.citycatalog.sdk.api.DeadlinesApi;
import org.citycatalog.sdk.api.GrantsApi;
import org.citycatalog.sdk.api.KeysApi;
import org.citycatalog.sdk.api.LedgerApi;
import org.citycatalog.sdk.api.LimitsApi;
import org.citycatalog.sdk.api.LoadsApi;
import org.citycatalog.sdk.api.ProvidersApi;
import org.citycatalog.sdk.api.PurgesApi;
import org.citycatalog.sdk.api.RowsApi;
import org.citycatalog.sdk.api.SchemaApi;
import org.citycatalog.sdk.api.SessionsApi;
import org.citycatalog.sdk.api.VersionsApi;
import org.citycatalog.sdk.api.VocabulariesApi;
import org.citycatalog.sdk.model.CurrentCaller;
import org.citycatalog.sdk.model.DatasetEntry;
import org.citycatalog.sdk.model.Deadlines;
import org.citycatalog.sdk.model.Provider;
import org.citycatalog.sdk.model.ProviderList;
import org.citycatalog.sdk.model.Usage;
import org.citycatalog.sdk.model.Vocabulary;
import org.citycatalog.sdk.model.VocabularyTitle;
import org.citycatalog.sdk.transport.Interceptor;
import org.citycatalog.sdk.transport.Settings;
import org.citycatalog.sdk.transport.Transport;
import org.citycatalog.sdk.transport.Waiting;
import org.jspecify.annotations.Nullable;

/// A city's data catalog. Make one, share it between threads, close it at the end.
///
/// Without a key the caller is the public and sees what is published and unconditionally open.
/// Every method that asks the server may throw a [org.citycatalog.sdk.error.CatalogException]; what
/// only reads is repeated a few times first.
public final class CityCatalog implements AutoCloseable {
  private final Settings settings;
  private final Transport transport;
  private final Waiting waiting;
  private final DatasetsApi datasets;
  private final ProvidersApi providers;
  private final VocabulariesApi vocabularies;

  private CityCatalog(Settings settings, Waiting waiting) {
    this.settings = settings;
    this.transport = new Transport(settings, Clock.systemUTC(), new SecureRandom(), waiting);
    this.waiting = waiting;
    this.datasets = new DatasetsApi(transport);
    this.providers = new ProvidersApi(transport);
    this.vocabularies = new VocabulariesApi(transport);
  }

  /// Connects as the public.
  ///
  /// @param endpoint the server's address, e.g. `http://localhost:9080`
  /// @return the catalog; nothing is sent yet
  /// @throws IllegalArgumentException if that is no address
  public static CityCatalog connect(String endpoint) {
    return builder().endpoint(endpoint).build();
  }

  /// Starts to say how to connect.
  ///
  /// @return the builder
  public static Builder builder() {
    return new Builder();
  }

  /// Searches the datasets that the caller may see.
  ///
  /// @param words Chinese or English words that must all occur
  /// @return the search, to be narrowed or read
  public Search search(String words) {
    return Search.of(datasets, Objects.requireNonNull(words));
  }

  /// Lists the datasets that the caller may see.
  ///
  /// @return the search, to be narrowed or read
  public Search search() {
    return Search.of(datasets, null);
  }

  /// Takes a dataset in hand. Nothing is sent, so it need not exist.
  ///
  /// @param id the dataset, `provider.name`
  /// @return its handle
  public DatasetHandle dataset(String id) {
    return new DatasetHandle(
        id,
        transport,
        waiting,
        datasets,
        new SchemaApi(transport),
        new VersionsApi(transport),
        new LoadsApi(transport),
        new RowsApi(transport));
  }

  /// Registers a dataset as a draft; for stewards.
  ///
  /// @param entry its description
  /// @return its first revision
  public DatasetRevision register(DatasetEntry entry) {
    return DatasetRevision.of(dataset(entry.id()), datasets, datasets.registerDataset(entry));
  }

  /// Follows what happened to the entries that the caller keeps; for stewards and the operator.
  ///
  /// @param after sequence of the last change known, 0 for all of them
  /// @return what came after it, to be read
  /// @throws IllegalArgumentException if `after` is negative
  public Changes changes(long after) {
    return new Changes(datasets, after);
  }

  /// Lists the units that provide data.
  ///
  /// @return the providers
  public List<Provider> providers() {
    return Cursors.all(
        (limit, cursor) -> providers.listProviders(limit, cursor).body(),
        ProviderList::providers,
        ProviderList::next);
  }

  /// Finds one provider.
  ///
  /// @param namespace its namespace
  /// @return the provider
  public Provider provider(String namespace) {
    return providers.getProvider(namespace).body();
  }

  /// Adds a provider; for the operator.
  ///
  /// @param provider the provider
  /// @return the provider as it was added
  public Provider addProvider(Provider provider) {
    return providers.addProvider(provider).body();
  }

  /// Lists the code lists.
  ///
  /// @return their names and titles
  public List<VocabularyTitle> vocabularies() {
    return vocabularies.listVocabularies().body().vocabularies();
  }

  /// Reads a code list.
  ///
  /// @param name its name, e.g. `themes`
  /// @return the code list
  public Vocabulary vocabulary(String name) {
    return vocabularies.getVocabulary(name).body();
  }

  /// Requests for data that is shared on conditions; for who asks and for who decides.
  ///
  /// @return the requests
  public AccessRequests accessRequests() {
    return new AccessRequests(new AccessRequestsApi(transport));
  }

  /// Reads by what deadlines are counted: the profile and the calendar of working days.
  ///
  /// @return both, with where each number is from
  public Deadlines deadlines() {
    return new DeadlinesApi(transport).getDeadlines().body();
  }

  /// Errors that were reported; for who reported them and for who corrects them.
  ///
  /// @return the reports
  public Corrections corrections() {
    return new Corrections(new CorrectionsApi(transport));
  }

  /// What was granted; for who received it and for who decides.
  ///
  /// @return the grants
  public Grants grants() {
    return new Grants(new GrantsApi(transport));
  }

  /// Destroys what must not stay; for providers and the operator.
  ///
  /// @return the purges
  public Purges purges() {
    return new Purges(new PurgesApi(transport));
  }

  /// Which bounds hold for the caller, and what it has used of them.
  ///
  /// @return rates, and quotas of rows with their use
  public Usage usage() {
    return new LimitsApi(transport).getUsage().body();
  }

  /// The bounds of others; for the operator and for providers.
  ///
  /// @return the limits, to be read and set
  public UseLimits limits() {
    return new UseLimits(new LimitsApi(transport));
  }

  /// Who read what; for providers, users of data and the auditor.
  ///
  /// @return the records, to be narrowed or read
  public LedgerRecords ledger() {
    return new LedgerRecords(new LedgerApi(transport));
  }

  /// As whom the server knows this catalog's user.
  ///
  /// @return kind, roles and what else is known
  public CurrentCaller caller() {
    return new CallerApi(transport).getCaller().body();
  }

  /// Sessions of people with an account at the server: logging in and out.
  ///
  /// @return the sessions
  public Sessions sessions() {
    return new Sessions(new SessionsApi(transport));
  }

  /// Accounts of people and their roles; for security administrators.
  ///
  /// @return the accounts
  public Accounts accounts() {
    return new Accounts(new AccountsApi(transport));
  }

  /// The API keys; for the operator and, each his own, for who holds them.
  ///
  /// @return the keys
  public Keys keys() {
    return new Keys(new KeysApi(transport));
  }

  /// Ends its threads. Streams that are still being read may fail.
  @Override
  public void close() {
    transport.close();
  }

  @Override
  public String toString() {
    return "CityCatalog[" + settings.endpoint() + "]";
  }

  /// Says how to connect. Not for several threads.
  public static final class Builder {
    private @Nullable URI endpoint;
    private @Nullable String apiKey;
    private @Nullable Supplier<String> token;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration requestTimeout = Duration.ofSeconds(30);
    private Duration uploadTimeout = Duration.ofHours(1);
    private int retries = 3;
    private @Nullable ProxySelector proxy;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final List<Interceptor> interceptors = new ArrayList<>();
    private @Nullable Locale language;
    private Waiting waiting = Waiting.sleeping();

    private Builder() {}

    /// Sets the server's address.
    ///
    /// @param address `http` or `https`, host, port, and a path where the server is not at the root
    /// @return this
    public Builder endpoint(String address) {
      this.endpoint = URI.create(address);
      return this;
    }

    /// Sets the API key. It is sent to the endpoint and nowhere else.
    ///
    /// @param key the key, `cck_…`, or the secret of a session, `ccs_…`
    /// @return this
    public Builder apiKey(String key) {
      this.apiKey = key;
      return this;
    }

    /// Sets where tokens come from: of the city's identity provider, for example. It is asked
    /// before every request, by many threads at once, so it keeps a token as long as that is valid.
    /// A token is sent to the endpoint and nowhere else.
    ///
    /// @param supplier gives the access token
    /// @return this
    public Builder token(Supplier<String> supplier) {
      this.token = supplier;
      return this;
    }

    /// Sets what the requests are for. A key that was made for a grant is of use for the purpose of
    /// that grant alone, and only where it is said.
    ///
    /// @param code the purpose that was granted, e.g. `parking-guidance`
    /// @return this
    public Builder purpose(String code) {
      return header("CityCatalog-Purpose", code);
    }

    /// Sets how long a connection may take to be made.
    ///
    /// @param time 10 s where nothing is said
    /// @return this
    public Builder connectTimeout(Duration time) {
      this.connectTimeout = time;
      return this;
    }

    /// Sets how long an answer may take to begin, and how long it may fall silent.
    ///
    /// @param time 30 s where nothing is said
    /// @return this
    public Builder requestTimeout(Duration time) {
      this.requestTimeout = time;
      return this;
    }

    /// Sets how long a file may take to be sent and answered.
    ///
    /// @param time an hour where nothing is said
    /// @return this
    public Builder uploadTimeout(Duration time) {
      this.uploadTimeout = time;
      return this;
    }

    /// Sets how often a call that only reads is repeated.
    ///
    /// @param times 0 to 20; 3 where nothing is said
    /// @return this
    public Builder retries(int times) {
      this.retries = times;
      return this;
    }

    /// Sets the proxy.
    ///
    /// @param selector chooses a proxy for an address
    /// @return this
    public Builder proxy(ProxySelector selector) {
      this.proxy = selector;
      return this;
    }

    /// Adds a header to every request to the endpoint.
    ///
    /// @param name its name
    /// @param value its value
    /// @return this
    public Builder header(String name, String value) {
      headers.put(name, value);
      return this;
    }

    /// Adds an interceptor.
    ///
    /// @param interceptor sees every attempt
    /// @return this
    public Builder interceptor(Interceptor interceptor) {
      interceptors.add(interceptor);
      return this;
    }

    /// Sets the language of error sentences.
    ///
    /// @param locale e.g. [Locale#CHINESE]
    /// @return this
    public Builder language(Locale locale) {
      this.language = locale;
      return this;
    }

    /// Sets how time passes between attempts and between looks at a load; for tests.
    Builder waiting(Waiting given) {
      this.waiting = given;
      return this;
    }

    /// Makes the catalog.
    ///
    /// @return the catalog; nothing is sent yet
    /// @throws IllegalStateException if there is no endpoint
    /// @throws IllegalArgumentException if a setting is out of range
    public CityCatalog build() {
      if (endpoint == null) {
        throw new IllegalStateException("an endpoint is needed, like http://localhost:9080");
      }
      return new CityCatalog(
          new Settings(
              endpoint,
              apiKey,
              token,
              connectTimeout,
              requestTimeout,
              uploadTimeout,
              retries,
              proxy,
              headers,
              interceptors,
              language),
          waiting);
    }
  }
}
