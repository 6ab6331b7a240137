namespace Zhkh.Pbx.Sip;

/// <summary>What makes two requests one transaction (RFC 3261 §17.2.3), as one string for a dictionary.</summary>
internal static class TransactionKey
{
    /// <summary>
    /// Branch, sent-by and method; ACK has the key of its INVITE. sent-by belongs to it: the clients of RFC 4475
    /// share branches. A request of RFC 2543 has no branch of its own and is known by the fields of its time.
    /// </summary>
    public static string Of(SipRequest request)
    {
        var via = request.TopVia;
        var method = request.Method == SipMethod.Ack ? SipMethod.Invite : request.Method;
        return via.Branch is { } branch && HasCookie(branch)
            ? $"{branch}\n{via.SentBy}\n{method.Name}"
            : Old(request, via, method);
    }

    /// <summary>The INVITE that a CANCEL cancels (§9.2).</summary>
    public static string OfCancelled(SipRequest cancel)
    {
        var via = cancel.TopVia;
        return via.Branch is { } branch && HasCookie(branch)
            ? $"{branch}\n{via.SentBy}\n{SipMethod.Invite.Name}"
            : Old(cancel, via, SipMethod.Invite);
    }

    /// <summary>A client transaction: our branches are random, so branch and method say enough (§17.1.3).</summary>
    public static string OfResponse(SipResponse response, string branch) => $"{branch}\n{response.CSeq.Method.Name}";

    public static string OfClient(string branch, SipMethod method) => $"{branch}\n{method.Name}";

    private static bool HasCookie(string branch) =>
        branch.StartsWith(Via.MagicCookie, StringComparison.OrdinalIgnoreCase);

    private static string Old(SipRequest request, Via via, SipMethod method) =>
        $"2543\n{WireText.View(request.RequestUriText.Span)}\n{request.From.Tag}\n{request.CallId}\n"
        + FormattableString.Invariant($"{request.CSeq.Number}\n{via.SentBy}\n{via.Branch}\n{method.Name}");
}
