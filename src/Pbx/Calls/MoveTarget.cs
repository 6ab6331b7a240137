using Zhkh.Pbx.Numbers;

namespace Zhkh.Pbx.Calls;

/// <summary>Where somebody is passed on to.</summary>
internal abstract record MoveTarget(string Name)
{
    internal sealed record Phone(string Extension) : MoveTarget(Extension);

    internal sealed record Line(string Code) : MoveTarget(Code);

    /// <param name="Lease">The dial plan's leave; whoever carries the move gives it back.</param>
    internal sealed record Outside(DialLease Lease) : MoveTarget(Lease.Number.ToString());
}

/// <summary>The lines callers wait in, as calls see them: by name, from the left of the queues.</summary>
/// <param name="Codes">The lines there are.</param>
/// <param name="Has">Whether there is a line of this code.</param>
/// <param name="JoinAsync">Waits in it and stays while people talk; false when nobody came.</param>
internal sealed record LineDoor(
    Func<IReadOnlyList<string>> Codes, Func<string, bool> Has,
    Func<IWaitingCall, string, CancellationToken, Task<bool>> JoinAsync);
