using System.Collections.Concurrent;
using System.Net;
using Zhkh.Testing;

namespace Zhkh.Bench;

/// <summary>Whom the engine connects the callers of <c>agent</c> with: answers at once and speaks.</summary>
internal sealed class SipAgent : IDisposable
{
    private readonly ConcurrentDictionary<string, RtpStream> _calls = new(StringComparer.Ordinal);
    private readonly RtpPort _rtp;
    private readonly RtpPace _pace;
    private readonly SipPort _sip;

    /// <summary>PERFORMANCE, "The bench profile".</summary>
    public SipAgent(RtpPort rtp, RtpPace pace)
    {
        (_rtp, _pace) = (rtp, pace);
        _sip = new SipPort(new IPEndPoint(IPAddress.Loopback, 5090), Take);
    }

    /// <summary>Calls connected now.</summary>
    public int Calls => _calls.Count;

    public void Dispose() => _sip.Dispose();

    private void Take(WireMessage message, long at)
    {
        if (message.Status > 0 || message.Method == "ACK")
        {
            return;
        }

        var callId = message["Call-ID"];
        var sound = "";
        if (message.Method == "INVITE")
        {
            sound = SipText.Sound(_rtp.Local);
            if (SipText.Far(message) is { } far && !_calls.ContainsKey(callId))
            {
                var stream = new RtpStream(_rtp, far);
                _calls[callId] = stream;
                _rtp.Add(stream);
                _pace.Add(stream);
            }
        }
        else if (message.Method == "BYE" && _calls.TryRemove(callId, out var ended))
        {
            _pace.Remove(ended);
            _rtp.Remove(ended);
        }

        _sip.Send(SipText.Response(message, "200 OK", _sip.Local, "agent", sound), message.From);
    }
}
