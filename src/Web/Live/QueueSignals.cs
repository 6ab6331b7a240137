using System.Text.Json;
using System.Threading.Channels;
using Zhkh.Pbx;

namespace Zhkh.Web.Live;

/// <summary>
/// Tells the consoles of an organisation that its queues, or who answers in them, are not what they were: a hundred
/// changes in a moment are one look, and a look that sees nothing new says nothing.
/// </summary>
internal sealed class QueueSignals(
    Exchange exchange, ConsoleConnections consoles, ChangeSignals screens, TimeProvider time) : BackgroundService
{
    /// <summary>UX: what happens is on the screen within a second.</summary>
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(500);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        exchange.Queues.OnChanged = () => _wake.Writer.TryWrite(true);
        await foreach (var _ in _wake.Reader.ReadAllAsync(stoppingToken))
        {
            Look();
            await Task.Delay(Spacing, time, stoppingToken);
        }
    }

    private void Look()
    {
        var agents = exchange.Queues.Agents();
        var watched = consoles.All().SelectMany(c => c.Person.Organisations).ToHashSet(StringComparer.Ordinal);
        foreach (var unwatched in _seen.Keys.Where(organisation => !watched.Contains(organisation)).ToList())
        {
            _seen.Remove(unwatched);   // whoever comes next must hear of what went on meanwhile
        }

        foreach (var organisation in watched)
        {
            var now = JsonSerializer.Serialize((exchange.Queues.Now(organisation), agents), QueuePicture);
            if (_seen.GetValueOrDefault(organisation) != now)
            {
                _seen[organisation] = now;
                screens.Changed(organisation, "queues");
            }
        }
    }

    private static JsonSerializerOptions QueuePicture { get; } = new() { IncludeFields = true };
}
