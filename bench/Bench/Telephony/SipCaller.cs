using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Zhkh.Testing;

namespace Zhkh.Bench;

/// <summary>
/// Places calls from one UDP port and sends their sound through another: INVITE, ACK and BYE, as little SIP as two
/// engines need. What is lost is sent again twice.
/// </summary>
internal sealed class SipCaller : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly string Run = Guid.NewGuid().ToString("N")[..8];
    private static int s_number;

    private readonly ConcurrentDictionary<string, BenchCall> _calls = new(StringComparer.Ordinal);
    private readonly IPEndPoint _engine;
    private readonly RtpPort _rtp;
    private readonly RtpPace _pace;
    private readonly SipPort _sip;

    public SipCaller(IPEndPoint engine, RtpPort rtp, RtpPace pace)
    {
        (_engine, _rtp, _pace) = (engine, rtp, pace);
        _sip = new SipPort(new IPEndPoint(IPAddress.Loopback, 0), Take);
    }

    /// <summary>Places one call and waits for the answer.</summary>
    /// <param name="user">The user part of the bench profile.</param>
    /// <param name="speaks">Whether we send sound once it is answered.</param>
    /// <returns>The call, or null when it was not answered.</returns>
    public async Task<BenchCall?> PlaceAsync(string user, bool speaks)
    {
        var number = Interlocked.Increment(ref s_number).ToString(CultureInfo.InvariantCulture);
        var call = new BenchCall($"{number}-{Run}@bench", $"sip:{user}@{_engine}");
        call.Invite = SipText.Request(
            "INVITE", call.Uri, _sip.Local, $"i{number}{Run}", $"<{call.Uri}>", call.CallId, 1,
            SipText.Sound(_rtp.Local));
        _calls[call.CallId] = call;
        call.InvitedAt = Stopwatch.GetTimestamp();
        _sip.Send(call.Invite, _engine);
        if (await AnsweredAsync(call) is null)
        {
            _calls.TryRemove(call.CallId, out _);
            return null;
        }

        if (speaks && call.Stream is { } stream)
        {
            _pace.Add(stream);
        }

        return call;
    }

    /// <summary>Ends a call and waits for the 200.</summary>
    public async Task EndAsync(BenchCall call)
    {
        if (call.Stream is { } stream)
        {
            _pace.Remove(stream);
        }

        var number = call.CallId.Split('-')[0];
        var bye = SipText.Request(
            "BYE", call.Target, _sip.Local, $"b{number}{Run}", call.To, call.CallId, 2, "");
        for (var tries = 0; tries < 3 && !call.Ended.Task.IsCompleted; tries++)
        {
            _sip.Send(bye, _engine);
            await Task.WhenAny(call.Ended.Task, Task.Delay(TimeSpan.FromSeconds(1)));
        }

        Forget(call);
    }

    public void Dispose() => _sip.Dispose();

    private async Task<TimeSpan?> AnsweredAsync(BenchCall call)
    {
        for (var tries = 0; tries < 3; tries++)
        {
            if (await Task.WhenAny(call.Answer.Task, Task.Delay(Patience)) == call.Answer.Task)
            {
                break;
            }

            _sip.Send(call.Invite, _engine);
        }

        call.Answer.TrySetResult(null);
        return await call.Answer.Task;
    }

    private void Take(WireMessage message, long at)
    {
        if (!_calls.TryGetValue(message["Call-ID"], out var call))
        {
            if (message is { Status: 0 } and not { Method: "ACK" })
            {
                _sip.Send(SipText.Response(message, "481 No Such Call", _sip.Local, "b", ""), message.From);
            }
        }
        else if (message.Status == 0)
        {
            TakeRequest(call, message);
        }
        else if (message.Status >= 200 && message.Method == "INVITE")
        {
            TakeAnswer(call, message, at);
        }
        else if (message.Status >= 200 && message.Method == "BYE")
        {
            call.Ended.TrySetResult();
        }
    }

    private void TakeRequest(BenchCall call, WireMessage request)
    {
        if (request.Method == "ACK")
        {
            return;
        }

        _sip.Send(SipText.Response(request, "200 OK", _sip.Local, "b", ""), request.From);
        if (request.Method == "BYE")
        {
            call.Ended.TrySetResult();
            if (call.Stream is { } stream)
            {
                _pace.Remove(stream);
            }

            Forget(call);
        }
    }

    private void TakeAnswer(BenchCall call, WireMessage answer, long at)
    {
        if (call.Ack.Length == 0)
        {
            call.To = answer["To"];
            var isAnswered = answer.Status < 300;
            call.Target = isAnswered ? answer.Uri("Contact") : call.Uri;
            var number = call.CallId.Split('-')[0];
            call.Ack = SipText.Request(
                "ACK", call.Target, _sip.Local, $"{(isAnswered ? 'a' : 'i')}{number}{Run}", call.To, call.CallId, 1,
                "");
            if (isAnswered && SipText.Far(answer) is { } far)
            {
                call.Stream = new RtpStream(_rtp, far);
                _rtp.Add(call.Stream);
            }

            call.Answer.TrySetResult(isAnswered ? Stopwatch.GetElapsedTime(call.InvitedAt, at) : null);
        }

        _sip.Send(call.Ack, _engine);
    }

    private void Forget(BenchCall call)
    {
        _calls.TryRemove(call.CallId, out _);
        if (call.Stream is { } stream)
        {
            _rtp.Remove(stream);
        }
    }
}
