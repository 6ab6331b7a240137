using System.Text.Json;
using System.Text.Json.Serialization;

namespace Zhkh.Web.Wiring;

/// <summary>A fact as it lies in an outbox.</summary>
internal sealed record Fact(long Id, string Type, string Organisation, string Payload, int Attempts);

/// <summary>
/// Which fact of which module has which effect: the table is read in <see cref="WiringModule"/>. A fact that is not in
/// it is a failure, so that a new event cannot be forgotten in silence; one without effects says so.
/// </summary>
internal sealed class FactRoutes
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private readonly Dictionary<
        (string Schema, string Type), List<Func<IServiceProvider, Fact, CancellationToken, Task>>> _routes = [];

    public IReadOnlyCollection<string> Schemas => [.. _routes.Keys.Select(k => k.Schema).Distinct()];

    /// <summary>Adds an effect; several effects of one fact run in the order added, in the same transaction.</summary>
    public FactRoutes On<TFact>(string schema, Func<IServiceProvider, TFact, CancellationToken, Task> effect)
    {
        EffectsOf(schema, typeof(TFact).Name).Add((services, fact, cancel) => effect(
            services,
            JsonSerializer.Deserialize<TFact>(fact.Payload, Json)
                ?? throw new JsonException($"{fact.Type} {fact.Id} is empty"),
            cancel));
        return this;
    }

    /// <summary>A fact nobody here needs yet.</summary>
    public FactRoutes Ignore(string schema, string type)
    {
        EffectsOf(schema, type);
        return this;
    }

    public async Task RunAsync(string schema, Fact fact, IServiceProvider services, CancellationToken cancel)
    {
        if (!_routes.TryGetValue((schema, fact.Type), out var effects))
        {
            throw new InvalidOperationException($"No route for {schema} fact {fact.Type}");
        }

        foreach (var effect in effects)
        {
            await effect(services, fact, cancel);
        }
    }

    private List<Func<IServiceProvider, Fact, CancellationToken, Task>> EffectsOf(string schema, string type)
    {
        if (!_routes.TryGetValue((schema, type), out var effects))
        {
            _routes.Add((schema, type), effects = []);
        }

        return effects;
    }
}
