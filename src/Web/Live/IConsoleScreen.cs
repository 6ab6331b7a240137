namespace Zhkh.Web.Live;

/// <summary>
/// What a console can be told. The names are those of the protocol, hence in lower case; public because SignalR makes
/// its client in an assembly of its own.
/// </summary>
public interface IConsoleScreen
{
#pragma warning disable IDE1006 // The method's name travels as it stands here.
    Task @event(LiveEvent pushed);

    Task beat(Beat beat);
#pragma warning restore IDE1006
}

/// <summary>
/// Every five seconds: the server's clock for countdowns, and how far each stream is, so that a lost last event is
/// noticed without a following one.
/// </summary>
public sealed record Beat(DateTimeOffset ServerNow, string Epoch, IReadOnlyDictionary<string, long> Seqs);
