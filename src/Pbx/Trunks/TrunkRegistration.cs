using System.Globalization;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Trunks;

/// <summary>What came of a REGISTER, or of an OPTIONS.</summary>
/// <param name="Status">200 or the refusal; 408 = silence.</param>
/// <param name="Life">How long the operator keeps us.</param>
/// <param name="RetryAfter">When it wants to be asked again.</param>
/// <param name="Flow">The way it went; null when there is none.</param>
/// <param name="Fault">Why no answer came over a connection.</param>
internal sealed record RegisterResult(
    int Status, TimeSpan Life, TimeSpan? RetryAfter, string? SeenAs, Flow? Flow, FlowFault Fault = FlowFault.None)
{
    /// <summary>
    /// Refusing OPTIONS is an answer too: somebody is there. Silence, trouble and a closed way are not.
    /// </summary>
    public bool IsThere => Status is not (StatusCode.RequestTimeout or StatusCode.ServiceUnavailable);

    public bool IsRegistered => Status is >= 200 and < 300;

    /// <summary>Another server may do better: silence and trouble of its own (RFC 3263 §4.3).</summary>
    public bool MayTryNext => Status is 408 or 430 or (>= 500 and < 600);
}

/// <summary>
/// We register at an operator (RFC 3261 §10): one Call-ID and growing CSeq for the life of the trunk, a login when it
/// is asked for, the operator's own term.
/// </summary>
internal sealed class TrunkRegistration(
    SipStack stack, TrunkSettings trunk, OutgoingCredentials? credentials, TimeProvider time)
{
    /// <summary>Requests in a row for one answer: a challenge, a stale nonce, a longer term, and one more.</summary>
    private const int RequestsMax = 5;

    /// <summary>No operator that answers later than this is worth waiting for: there may be another server.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan LifeMin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LifeMax = TimeSpan.FromDays(1);
    private readonly string _callId = SipTokens.CallId();
    private readonly string _fromTag = SipTokens.Tag();
    private uint _cseq;
    private int _expires = trunk.ExpiresSeconds;

    /// <summary>Registers, or renews.</summary>
    public Task<RegisterResult> RegisterAsync(SipDestination to, CancellationToken cancel) =>
        RunAsync(to, isLeaving: false, cancel);

    /// <summary>Says that we are gone: calls shall not be sent here.</summary>
    public Task<RegisterResult> LeaveAsync(SipDestination to, CancellationToken cancel) =>
        RunAsync(to, isLeaving: true, cancel);

    /// <summary>Asks whether anybody is there (RFC 3261 §11).</summary>
    public async Task<RegisterResult> PingAsync(SipDestination to, CancellationToken cancel)
    {
        if (stack.TryFlowTo(to) is not { } flow)
        {
            return new RegisterResult(StatusCode.ServiceUnavailable, default, null, null, null);
        }

        var domain = Host(to);
        var answer = await AnswerAsync(
            new OutgoingRequest
            {
                Method = SipMethod.Options, Target = $"sip:{domain}", Flow = flow, From = Account(to),
                To = $"sip:{domain}", Path = Path(to),
                Headers = [(HeaderName.Contact, Contact(flow)), (HeaderName.Accept, "application/sdp")],
            }, cancel).ConfigureAwait(false);
        return Result(answer, flow, 0);
    }

    /// <summary>The proxy as a Route (RFC 3261 §8.1.2), when there is one.</summary>
    public IReadOnlyList<string> Path(SipDestination to)
    {
        if (trunk.OutboundProxy.Length == 0)
        {
            return [];
        }

        var transport = Parameter(to.Transport);
        return [$"<sip:{trunk.OutboundProxy}{transport};lr>"];
    }

    /// <summary>The account's address: sip:user@domain.</summary>
    public string Account(SipDestination to) => trunk.User.Length > 0
        ? $"sip:{trunk.User}@{Host(to)}" : $"sip:{Host(to)}";

    /// <summary>The account's domain, with its port where that is not the usual one.</summary>
    public string Host(SipDestination to)
    {
        var host = trunk.Domain.Length > 0 ? TrunkFault.Bracketed(trunk.Domain) : to.Address.ToString();
        return trunk.Port is 0 or SipPorts.Default || trunk.Domain.Length == 0
            ? host : FormattableString.Invariant($"{host}:{trunk.Port}");
    }

    private async Task<RegisterResult> RunAsync(SipDestination to, bool isLeaving, CancellationToken cancel)
    {
        if (stack.TryFlowTo(to) is not { } flow)
        {
            return new RegisterResult(StatusCode.ServiceUnavailable, default, null, null, null);
        }

        (HeaderName Name, string Value)? login = null;
        var seconds = isLeaving ? 0 : _expires;
        for (var sent = 1; ; sent++)
        {
            var answer = await AskAsync(to, flow, seconds, login, cancel).ConfigureAwait(false);
            var isLast = sent >= RequestsMax || answer.Response is null;
            if (!isLast && Login(answer, hasTried: login is not null, to) is { } shown)
            {
                login = shown;
            }
            else if (!isLast && answer.Status == StatusCode.IntervalTooBrief && !isLeaving
                && answer.Response is { } brief && brief.TryGetNumber(HeaderName.MinExpires, out var least)
                && least > seconds && least <= LifeMax.TotalSeconds)
            {
                // §10.3: the operator wants fewer of them; kept for the next time too. The nonce is used up.
                _expires = seconds = (int)least;
                login = null;
            }
            else
            {
                return Result(answer, flow, seconds);
            }
        }
    }

    private Task<OutgoingAnswer> AskAsync(
        SipDestination to, Flow flow, int seconds, (HeaderName Name, string Value)? login, CancellationToken cancel)
    {
        var account = Account(to);
        var text = seconds.ToString(CultureInfo.InvariantCulture);
        List<(HeaderName, string)> headers = [(HeaderName.Contact, Contact(flow)), (HeaderName.Expires, text)];
        if (login is { } shown)
        {
            headers.Add(shown);
        }

        return AnswerAsync(
            new OutgoingRequest
            {
                Method = SipMethod.Register, Target = $"sip:{Host(to)}", Flow = flow, From = account, To = account,
                CallId = _callId, FromTag = _fromTag, CSeq = ++_cseq, Path = Path(to), Headers = headers,
            }, cancel);
    }

    private async Task<OutgoingAnswer> AnswerAsync(OutgoingRequest request, CancellationToken cancel)
    {
        var before = request.Flow.Received;
        try
        {
            return await stack.RequestAsync(request).WaitAsync(Patience, time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A connection that nothing came through since may be dead without anybody saying so: the next try is anew.
            // One through which other things came carries calls, and an operator that only does not answer this.
            if (request.Flow.Received == before)
            {
                request.Flow.Abandon(FlowFault.Closed);
            }

            return new OutgoingAnswer(StatusCode.RequestTimeout, null);
        }
    }

    /// <summary>
    /// One login, and one more when the operator says that only its nonce was old (RFC 7616 §3.3): whoever challenges
    /// for ever gets no third.
    /// </summary>
    private (HeaderName Name, string Value)? Login(OutgoingAnswer answer, bool hasTried, SipDestination to) =>
        answer is { Response: { } challenge, Status: StatusCode.Unauthorized
                or StatusCode.ProxyAuthenticationRequired }
            && credentials is not null && (!hasTried || OutgoingLogin.IsStale(challenge))
            ? OutgoingLogin.Answer(challenge, SipMethod.Register, $"sip:{Host(to)}", credentials)
            : null;

    /// <summary>UDP is what a URI means without it (RFC 3261 §19.1.1).</summary>
    private static string Parameter(SipTransport transport) =>
        transport == SipTransport.Udp ? "" : ";transport=" + transport.InUri();

    private string Contact(Flow flow)
    {
        var user = trunk.User.Length > 0 ? trunk.User : "zhkh";
        var transport = Parameter(flow.Transport);
        return $"<sip:{user}@{stack.HostPortOf(flow)}{transport}>";
    }

    private RegisterResult Result(OutgoingAnswer answer, Flow flow, int asked)
    {
        if (answer.Response is not { } response)
        {
            // Silence over an open connection is silence, whatever became of the connection; one that was never open
            // says why.
            var fault = answer.Status == StatusCode.RequestTimeout
                && flow.Fault is (FlowFault.Closed or FlowFault.NoPong) ? FlowFault.None : flow.Fault;
            return new RegisterResult(answer.Status, default, null, null, flow, fault);
        }

        TimeSpan? retryAfter = response.Headers[HeaderName.RetryAfter] is { } text
            && int.TryParse(text.Split(' ', ';', '(')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var wait)
            ? TimeSpan.FromSeconds(wait) : null;
        var life = TimeSpan.FromSeconds(Term(response, flow) ?? asked);
        life = life < LifeMin ? LifeMin : life > LifeMax ? LifeMax : life;
        return new RegisterResult(answer.Status, life, retryAfter, SeenAs(response), flow);
    }

    /// <summary>
    /// §10.2.4: the term of our contact; of one that the operator rewrote (it knows better how to reach us) when ours
    /// is not there; else of all.
    /// </summary>
    private double? Term(SipResponse response, Flow flow)
    {
        double? ofUser = null;
        var ours = stack.HostPortOf(flow);
        foreach (var value in response.Headers.Values(HeaderName.Contact))
        {
            if (!NameAddress.TryParse(value, out var contact) || contact.Parameters["expires"] is not { } text
                || !uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                || contact.Uri.User != trunk.User)
            {
                continue;
            }

            var port = contact.Uri.Port == 0 ? SipPorts.Default : contact.Uri.Port;
            if (FormattableString.Invariant($"{contact.Uri.Host}:{port}") == ours)
            {
                return seconds;
            }

            ofUser = Math.Min(ofUser ?? seconds, seconds);
        }

        return ofUser ?? (response.TryGetNumber(HeaderName.Expires, out var all) ? all : null);
    }

    private static string? SeenAs(SipResponse response)
    {
        if (!response.TryGetTopVia(out var via))
        {
            return null;
        }

        var (host, port) = (via.Parameters["received"], via.Parameters["rport"]);
        return host is null ? null : port is { Length: > 0 } ? $"{host}:{port}" : host;
    }
}
