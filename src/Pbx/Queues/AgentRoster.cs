using Zhkh.Pbx.Calls;

namespace Zhkh.Pbx.Queues;

/// <summary>Who can be rung: registered, in no call, and not resting after a refusal.</summary>
internal sealed class AgentRoster(IPhones phones, PhonesInUse inUse, QueueOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _restUntil = new(StringComparer.Ordinal);

    public bool IsEmpty => phones.Registered.Count == 0;

    /// <summary>Everyone who is registered, for screens.</summary>
    public IReadOnlyList<Agent> All() =>
        [.. phones.Registered.Order(StringComparer.Ordinal).Select(e => new Agent(e, inUse.CallOf(e), true))];

    public IReadOnlyList<string> Free()
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            return [.. phones.Registered
                .Where(e => inUse.CallOf(e) is null && !(_restUntil.GetValueOrDefault(e) > now))];
        }
    }

    public void Rest(string extension)
    {
        lock (_gate)
        {
            _restUntil[extension] = time.GetUtcNow() + options.RestAfterRefusal;
        }
    }
}
