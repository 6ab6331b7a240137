using Zhkh.Pbx.Audio;

namespace Zhkh.Pbx.Rtp;

// Keys in and out, on the media thread.
public sealed partial class RtpLeg
{
    private readonly KeysHeard _keys = new();
    private readonly DigitSender _digitsOut = new();

    private bool WantsTones => _media is { DigitPayloadType: null } && OnKeyOut is null;

    private void Hear(NegotiatedMedia media, ReadOnlySpan<short> frame, bool isReal, long nowNs)
    {
        var (began, ended) = _keys.Hear(frame, isReal, nowNs);
        Tell(began, ended);
        if (began is { } key && media.Direction is not MediaDirection.Inactive)
        {
            // Where events are understood the key goes as one, and the rest of its tone is held back (Relay).
            _peer?.PressInsteadOfTone(key);
        }
    }

    private void Tell(char? began, char? ended)
    {
        if (ended is { } released)
        {
            OnDigit?.Invoke(released);
        }

        if (began is { } pressed)
        {
            OnDigitBegan?.Invoke(pressed);
        }
    }

    private void OnDigitPacket(in RtpPacket packet, long nowNs)
    {
        if (!TelephoneEvent.TryParse(packet.Payload, out var telephoneEvent))
        {
            _receiver.CountStray();
            return;
        }

        var (began, ended) = _keys.Take(packet.Timestamp, telephoneEvent, nowNs);
        Tell(began, ended);
        if (_peer is { _media.DigitPayloadType: null } deaf)
        {
            if (began is { } key)
            {
                deaf.Press([key]);
            }
        }
        else
        {
            _peer?.RelayDigit(packet, nowNs);
        }
    }

    private void RelayDigit(in RtpPacket packet, long nowNs)
    {
        if (CanRelay && _media?.DigitPayloadType is { } payloadType
            && packet.Payload.Length <= 4 * TelephoneEvent.Bytes)
        {
            _sender.Relay(packet, payloadType, packet.Payload, 0, nowNs);
            _relayedNs = nowNs;
        }
    }

    private void PressInsteadOfTone(char key)
    {
        if (!WantsTones)
        {
            Press([key]);
        }
    }

    private void Press(ReadOnlySpan<char> keys)
    {
        if (_media is { DigitPayloadType: null } && OnKeyOut is { } send)
        {
            foreach (var key in keys)
            {
                send(key);
            }
        }
        else if (_digitsOut.Enqueue(keys) is > 0 and var lost)
        {
            _loop.DigitsDropped(this, lost);
        }
    }

    private void PressKeys(NegotiatedMedia media, Span<short> sent, long nowNs)
    {
        if (media.DigitPayloadType is { } payloadType)
        {
            _digitsOut.Tick(_sender, payloadType, nowNs);
        }
        else
        {
            _digitsOut.Sound(sent);
            _sender.Frame(media.Codec, sent, nowNs);
        }
    }
}
