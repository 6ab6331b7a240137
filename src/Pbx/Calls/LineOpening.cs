using System.Collections.Concurrent;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Sip;
using Zhkh.Pbx.Trunks;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// Opens a dispatcher's permanent line from a telephone of ours that is not his own: it calls the line's number with
/// his extension behind it (109201), hears a beep and types his code and #. A busy tone means: once more. No line, no
/// code and a wrong code sound the same. Until the code is right nothing of the line exists.
/// </summary>
/// <param name="phoneOf">The extension of a number; null when there is none.</param>
internal sealed class LineOpening(CallParts parts, PermanentLines lines, Func<string, Extension?> phoneOf)
{
    public const int TriesPerCall = 3;

    /// <summary>Longer ones are no extensions.</summary>
    public const int ExtensionMax = 8;

    private static readonly TimeSpan WrongTone = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, bool> _asking = new(StringComparer.Ordinal);
    private readonly LineTries _tries = new(parts.Time);

    /// <summary>The extension behind the line's number; null when another number was dialled.</summary>
    public string? LineOf(string dialled)
    {
        var number = parts.Options.PermanentLineNumber;
        return number.Length > 0 && phoneOf(dialled) is null
            && dialled.StartsWith(number, StringComparison.Ordinal) && dialled[number.Length..] is var line
            && line.Length is > 0 and <= ExtensionMax && line.All(char.IsAsciiDigit) ? line : null;
    }

    /// <summary>Takes the call of a phone. In its mailbox; returns at once.</summary>
    /// <param name="own">The phone that calls; it has shown its password.</param>
    /// <param name="line">Whose line it wants.</param>
    public void Take(IncomingInvite invite, string own, string line)
    {
        if (!_asking.TryAdd(own, true))
        {
            invite.Reject(StatusCode.BusyHere);
        }
        else if (lines.TryAnswer(invite) is { } leg)
        {
            _ = parts.WatchAsync(AskAsync(leg, own, line), Guid.CreateVersion7(parts.Time.GetUtcNow()));
        }
        else
        {
            _asking.TryRemove(own, out _);
        }
    }

    private async Task AskAsync(CallLeg leg, string own, string line)
    {
        try
        {
            if (await IsKnownAsync(leg, own, line))
            {
                lines.Seat(line, leg);
                return;
            }

            leg.HangUp();
        }
        finally
        {
            leg.OnKey = null;
            _asking.TryRemove(own, out _);
        }
    }

    private async Task<bool> IsKnownAsync(CallLeg leg, string own, string line)
    {
        var keys = new LineKeys(leg, parts.Time);
        for (var i = 0; i < TriesPerCall; i++)
        {
            leg.Media.Source = new SamplePlayer(Tones.Beep, loop: false);
            if (await keys.ReadAsync(leg.Ended) is not { } typed)
            {
                return false;
            }

            var pin = PinOf(own, line);
            if (!_tries.TryTake(own, pin is null ? null : line))
            {
                return false;
            }

            // Slow by design, so it has a thread of its own.
            if (await Task.Run(() => LinePin.Matches(pin, typed)))
            {
                _tries.GiveBack(own, line);
                return leg.How is null;
            }

            CallsLog.LinePinWrong(parts.Log, own, line);
            leg.Media.Source = new SamplePlayer(Tones.Busy, loop: true);
            await Task.Delay(WrongTone, parts.Time, leg.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return false;
    }

    /// <summary>Null when this phone may not open that line whatever is typed.</summary>
    private string? PinOf(string own, string line) =>
        phoneOf(own) is { } asks && phoneOf(line) is { Enabled: true, LinePin: { } pin } asked
            && (asks.Organisation.Length == 0 || asked.Organisation.Length == 0
                || asks.Organisation == asked.Organisation) ? pin : null;
}
