using System.Net;
using Zhkh.Pbx;
using Zhkh.Pbx.Audio;
using Zhkh.Web.Cli;
using Zhkh.Web.Hosting;

namespace Zhkh.Web.Demo;

/// <summary>
/// The telephone of /demo/phone: real calls over the network to our own exchange, as the operator's trunk places them.
/// Open to everybody who reaches the demo, whose passwords are public anyway; what it can cause is bounded here: so many
/// calls at once, each so long.
/// </summary>
internal sealed class DemoPhone(Exchange exchange, InstallationFolders folders, TimeProvider time)
{
    public const string LinePath = "/demo/phone/line";

    /// <summary>"Five calls at once" and one more.</summary>
    public const int CallsMax = 6;

    /// <summary>Long enough for every menu; nobody holds a line by forgetting a tab.</summary>
    public static readonly TimeSpan LengthMax = TimeSpan.FromMinutes(5);

    /// <summary>What the built-in voice says: the test of a line since there are lines.</summary>
    private static readonly string[] Sample = ["number/1", "number/2", "number/3", "number/4", "number/5"];

    private readonly Lazy<PromptRecogniser> _recogniser = new(() => PromptRecogniser.Learn(exchange.Prompts));
    private readonly Lazy<PromptCatalog> _catalog = new(() => PromptCatalog.Load(folders.VoicePrompts));
    private int _calls;

    /// <summary>Where the exchange listens; an address that means "all" is asked at home.</summary>
    public IPEndPoint Server => exchange.BoundEndpoints[0] is var bound && bound.Address.Equals(IPAddress.Any)
        ? new IPEndPoint(IPAddress.Loopback, bound.Port)
        : bound.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, bound.Port) : bound;

    /// <summary>Takes a line; null when all are taken.</summary>
    public IDisposable? TryTakeLine()
    {
        if (Interlocked.Increment(ref _calls) <= CallsMax)
        {
            return new Line(this);
        }

        Interlocked.Decrement(ref _calls);
        return null;
    }

    public DemoCall Call(string from, string to, Func<object, bool> tell, Action<short[]> hear) =>
        new(from, to, Server, new LiveEar(_recogniser.Value), TextOf, tell, hear, time);

    /// <summary>8 kHz mono.</summary>
    public short[] SampleSpeech(string language) => [.. Sample.SelectMany(id =>
        exchange.Prompts.TryFind(language, id, out var clip) ? clip.Samples.ToArray() : [])];

    private string? TextOf(string language, string id) =>
        _catalog.Value.Prompts.GetValueOrDefault(id)?.GetValueOrDefault(language)?.Text;

    private sealed class Line(DemoPhone phone) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref phone._calls);
    }
}
