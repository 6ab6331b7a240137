using System.Globalization;
using System.Text;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>
/// Keys as INFO requests with <c>application/dtmf-relay</c>, one after the other: a later one that overtook an earlier
/// would be refused as out of order (RFC 3261 §12.2.2). Safe from any thread.
/// </summary>
internal sealed class InfoKeys(Dialog dialog)
{
    /// <summary>Keys that may wait for the answer to the one before; a person presses four a second.</summary>
    public const int WaitingMax = 64;

    private const string Keys = "0123456789*#ABCD";
    private const string Signal = "Signal=";
    private readonly Lock _gate = new();
    private readonly Queue<char> _waiting = new();
    private bool _isOut;

    /// <summary>The key of an INFO; null when it names none. <c>application/dtmf</c> is the key alone.</summary>
    public static char? Read(InfoReceived info)
    {
        if (!info.ContentType.StartsWith("application/dtmf", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var body = Encoding.Latin1.GetString(info.Body.Span);
        var at = body.IndexOf(Signal, StringComparison.OrdinalIgnoreCase);
        var word = body.AsSpan(at < 0 ? 0 : at + Signal.Length).TrimStart();
        var end = word.IndexOfAny(" \t\r\n;");
        word = end < 0 ? word : word[..end];

        // Some gateways write the number of the event (RFC 4733 §3.2): 10 is *, 11 is #.
        var number = word.Length == 2
            && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : -1;
        var key = word.Length == 1 ? char.ToUpperInvariant(word[0]) : number is >= 10 and < 16 ? Keys[number] : ' ';
        return Keys.Contains(key, StringComparison.Ordinal) ? key : null;
    }

    /// <summary>Only notes the key and posts.</summary>
    public void Press(char key)
    {
        lock (_gate)
        {
            if (_isOut)
            {
                if (_waiting.Count < WaitingMax)
                {
                    _waiting.Enqueue(key);
                }

                return;
            }

            _isOut = true;
        }

        Send(key);
    }

    private void Send(char key) => dialog.SendInfo(
        "application/dtmf-relay", Encoding.ASCII.GetBytes($"Signal={key}\r\nDuration=160\r\n"), Next);

    private void Next()
    {
        char key;
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out key))
            {
                _isOut = false;
                return;
            }
        }

        Send(key);
    }
}
