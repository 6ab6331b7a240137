namespace Zhkh.Pbx.Sip;

/// <summary>
/// Octets → message. One pass over the head, one copy of the octets, no exceptions, no recursion. Lines are judged
/// here; what stands in the fields is judged by <see cref="RequestScreening"/>.
/// </summary>
public static class SipParser
{
    /// <summary>Reads one datagram, or one message cut out of a stream by <see cref="StreamFramer"/>.</summary>
    /// <param name="octets">The octets; what follows Content-Length is noise (RFC 3261 §18.3) and ignored.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="message">
    /// The message. When the octets are malformed it is what could be recovered of a <b>request</b>, so that it can
    /// be answered, and null when there is nobody to answer: responses and ACK are never recovered.
    /// </param>
    /// <param name="error">The first thing found wrong.</param>
    /// <returns>Whether the octets were a message.</returns>
    public static bool TryParse(
        ReadOnlySpan<byte> octets, SipLimits limits, out SipMessage? message, out ParseError error)
    {
        message = null;
        var start = SkipEmptyLines(octets, limits.LeadingEmptyLinesMax);
        error = Unpromising(octets[start..], limits);
        if (error != ParseError.None)
        {
            return false;
        }

        var head = new HeadScan(octets[start..].ToArray(), limits);
        var first = StartLine.Read(head.Line);
        // What is wrong with the first line is told before what is wrong with the others.
        error = first.Error != ParseError.None ? first.Error : head.Error;
        if (error is ParseError.NotSip or ParseError.StatusLine)
        {
            return false;
        }

        var body = Body(head, ref error);
        if (first.Status > 0)
        {
            message = error == ParseError.None
                ? new SipResponse(first.Status, first.Reason, head.Line, head.Fields, body)
                : null;
        }
        else if (error == ParseError.None || first.Method != SipMethod.Ack)
        {
            message = new SipRequest(first.Method, first.Uri, head.Line, head.Fields, body);
        }

        return error == ParseError.None;
    }

    /// <summary>How many octets of empty lines stand before the start line; a bounded number is let pass.</summary>
    internal static int SkipEmptyLines(ReadOnlySpan<byte> octets, int max)
    {
        var at = 0;
        for (var lines = 0; lines < max && octets[at..].StartsWith("\r\n"u8); lines++)
        {
            at += 2;
        }

        return at;
    }

    // Octets that do not begin like a start line are not worth a copy.
    private static ParseError Unpromising(ReadOnlySpan<byte> octets, SipLimits limits) =>
        octets.IsEmpty ? ParseError.Empty
        : octets.Length > limits.MessageMax ? ParseError.TooLarge
        : Grammar.Token.Contains(octets[0]) ? ParseError.None
        : ParseError.NotSip;

    // RFC 3261 §18.3: over UDP a Content-Length larger than the datagram is an error, a smaller one cuts it, and
    // without one the body ends with the datagram.
    private static ReadOnlyMemory<byte> Body(HeadScan head, ref ParseError error)
    {
        var fault = head.ReadContentLength(out var length);
        if (fault == ParseError.None && length > head.Rest.Length)
        {
            fault = ParseError.Truncated;
        }

        error = error == ParseError.None ? fault : error;
        return fault != ParseError.None ? default : length < 0 ? head.Rest : head.Rest[..length];
    }
}
