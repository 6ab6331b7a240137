using System.Net;
using System.Net.Sockets;
using Zhkh.Pbx.Sip;

namespace Zhkh.Web.Cli;

/// <summary>How the far end answered the call.</summary>
/// <param name="Status">Of the final response; 0 when none came.</param>
internal sealed record PhoneAnswer(int Status, string Reason, SipResponse? Response, TimeSpan After)
{
    public bool Accepted => Response is { IsSuccess: true };
}

/// <summary>The signalling of one call over UDP: INVITE with its timers, ACK, BYE from either side.</summary>
internal sealed class PhoneLine : IAsyncDisposable
{
    private const int DatagramMax = 65_535;

    /// <summary>RFC 3261 §17.1.1.2: T1, and timer B = 64·T1.</summary>
    private static readonly TimeSpan s_t1 = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_t2 = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_timerB = 64 * s_t1;

    private readonly TimeProvider _time;
    private readonly Socket _socket;
    private readonly PhoneMessages _messages;
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _heardBack = NewSignal();
    private readonly TaskCompletionSource<SipResponse> _final = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _farEndHungUp = NewSignal();
    private readonly TaskCompletionSource _byeAnswered = NewSignal();
    private readonly Task _receiving;

    public PhoneLine(CallOptions options, IPEndPoint server, TimeProvider time)
    {
        _time = time;
        _socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        // A connected socket is told when nobody listens there.
        _socket.Connect(server);
        Local = (IPEndPoint)(_socket.LocalEndPoint ?? new IPEndPoint(IPAddress.Loopback, 0));
        _messages = new PhoneMessages(options.Number, options.From, Local, server);
        _receiving = ReceiveAsync(_closing.Token);
    }

    public IPEndPoint Local { get; }

    /// <summary>Completes when the far end ends the call.</summary>
    public Task FarEndHungUp => _farEndHungUp.Task;

    /// <summary>Places the call and waits for its final answer.</summary>
    /// <exception cref="SocketException">Nobody listens at the address.</exception>
    public async Task<PhoneAnswer> CallAsync(string offer, TimeSpan patience, CancellationToken cancel)
    {
        var began = _time.GetTimestamp();
        var invite = _messages.Invite(offer);
        var pause = s_t1;
        var waiting = Task.WhenAny(_final.Task, _receiving);
        while (!waiting.IsCompleted && _time.GetElapsedTime(began) < patience)
        {
            var isHeard = _heardBack.Task.IsCompleted;
            if (!isHeard)
            {
                if (_time.GetElapsedTime(began) >= s_timerB)
                {
                    break;
                }

                await _socket.SendAsync(invite, cancel);
            }

            await Task.WhenAny(waiting, Task.Delay(isHeard ? s_t1 : pause, _time, cancel));
            if (cancel.IsCancellationRequested)
            {
                await GiveUpAsync();
                cancel.ThrowIfCancellationRequested();
            }

            pause = pause < s_t2 ? 2 * pause : s_t2;
        }

        if (_receiving.IsFaulted)
        {
            await _receiving;
        }

        if (!_final.Task.IsCompleted)
        {
            await GiveUpAsync();
        }

        return _final.Task.IsCompletedSuccessfully
            ? Answer(await _final.Task, _time.GetElapsedTime(began))
            : new PhoneAnswer(0, "no answer", null, _time.GetElapsedTime(began));
    }

    /// <summary>Ends the call from our side and waits a little for the confirmation.</summary>
    public async Task HangUpAsync(PhoneAnswer answer)
    {
        if (answer.Response is not { IsSuccess: true } response || FarEndHungUp.IsCompleted)
        {
            return;
        }

        var bye = _messages.Bye(response);
        for (var pause = s_t1; pause <= s_t2 && !_byeAnswered.Task.IsCompleted; pause *= 2)
        {
            await _socket.SendAsync(bye);
            await Task.WhenAny(_byeAnswered.Task, _receiving, Task.Delay(pause, _time));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Task.WhenAny(_receiving);
        _socket.Dispose();
        _closing.Dispose();
    }

    private static PhoneAnswer Answer(SipResponse response, TimeSpan after) =>
        new(response.Status, response.Reason, response, after);

    /// <summary>Takes the call back; the far end may still answer 487, or 200 that crossed the CANCEL.</summary>
    private async Task GiveUpAsync()
    {
        if (_heardBack.Task.IsCompleted && !_receiving.IsCompleted)
        {
            await _socket.SendAsync(_messages.Cancel());
            await Task.WhenAny(_final.Task, Task.Delay(s_t1, _time));
        }
    }

    private async Task ReceiveAsync(CancellationToken cancel)
    {
        var buffer = new byte[DatagramMax];
        while (!cancel.IsCancellationRequested)
        {
            var length = await _socket.ReceiveAsync(buffer, cancel);
            if (!SipParser.TryParse(buffer.AsSpan(0, length), SipLimits.Default, out var message, out _)
                || message?.Headers[HeaderName.CallId] != _messages.CallId)
            {
                continue;
            }

            switch (message)
            {
                case SipResponse response when response.TryGetCSeq(out var cseq):
                    await TakeAsync(response, cseq.Method, cancel);
                    break;
                case SipRequest request when request.Method != SipMethod.Ack:
                    await AnswerAsync(request, cancel);
                    break;
            }
        }
    }

    private async Task TakeAsync(SipResponse response, SipMethod method, CancellationToken cancel)
    {
        if (method == SipMethod.Bye && !response.IsProvisional)
        {
            _byeAnswered.TrySetResult();
        }

        if (method == SipMethod.Invite)
        {
            _heardBack.TrySetResult();
            if (!response.IsProvisional)
            {
                // Every repetition of the final response asks for its ACK again (RFC 3261 §13.2.2.4).
                await _socket.SendAsync(_messages.Ack(response), cancel);
                _final.TrySetResult(response);
            }
        }
    }

    private async Task AnswerAsync(SipRequest request, CancellationToken cancel)
    {
        // A new offer in the call is not for us to take: 488 leaves the session as it was (RFC 3261 §14.2).
        var status = request.Method == SipMethod.Invite || request.Method == SipMethod.Update ? 488 : 200;
        await _socket.SendAsync(SipWriter.ToBytes(request.CreateResponse(status)), cancel);
        if (request.Method == SipMethod.Bye)
        {
            _farEndHungUp.TrySetResult();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
