using Microsoft.Extensions.Logging;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx.Calls;

/// <summary>One server of one trunk that a call may go out by.</summary>
/// <param name="Start">Sends the INVITE; null when there is no way there.</param>
/// <param name="Fail">Told when it did not take the call.</param>
internal sealed record TrunkWay(string Trunk, Func<Dialing?> Start, Action Fail);

/// <summary>
/// A call out that goes from one operator to the next until one takes it. Only an operator that is silent, broken or
/// does not know us is left (RFC 3263 §4.3): what the called person's side says — rings, is busy, declines, does not
/// exist — is the answer.
/// </summary>
internal sealed class TrunkRing : IRing
{
    /// <summary>
    /// How long an operator may say nothing at all: seven retransmissions' worth is 32 s, a healthy one answers 100
    /// within 200 ms (RFC 3261 §17.2.1).
    /// </summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(4);

    private readonly IReadOnlyList<TrunkWay> _ways;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private Dialing? _current;
    private bool _isCancelled;
    private bool _isRinging;

    public TrunkRing(IReadOnlyList<TrunkWay> ways, TimeProvider time, ILogger log)
    {
        (_ways, _time, _log) = (ways, time, log);
        Result = RunAsync();
    }

    public Task<RingResult> Result { get; }

    public void Cancel(bool isAnsweredElsewhere)
    {
        Dialing? current;
        lock (_gate)
        {
            _isCancelled = true;
            current = _current;
        }

        current?.Cancel(isAnsweredElsewhere);
    }

    /// <summary>Statuses that say nothing about the number: the next operator is asked.</summary>
    private static bool IsOfOperator(int status) => status is StatusCode.RequestTimeout or StatusCode.Unauthorized
        or StatusCode.ProxyAuthenticationRequired or (>= 500 and < 600);

    private async Task<RingResult> RunAsync()
    {
        RingResult result = new RingResult.Refused(StatusCode.ServiceUnavailable);
        foreach (var way in _ways)
        {
            if (Begin(way) is not { } dialing)
            {
                if (_isCancelled)
                {
                    return new RingResult.Refused(StatusCode.RequestTerminated);
                }

                way.Fail();
                continue;
            }

            result = await WaitAsync(dialing).ConfigureAwait(false);
            if (result is not RingResult.Refused { Status: var status } || _isCancelled || _isRinging
                || !IsOfOperator(status))
            {
                return result;
            }

            way.Fail();
            Trunks.TrunksLog.FailedOver(_log, way.Trunk, status);
        }

        return result;
    }

    private Dialing? Begin(TrunkWay way)
    {
        lock (_gate)
        {
            if (_isCancelled || way.Start() is not { } dialing)
            {
                return null;
            }

            dialing.OnRinging = () => _isRinging = true;
            return _current = dialing;
        }
    }

    /// <summary>An answer that came in the very moment we gave up: nobody is there to talk.</summary>
    private static async Task HangUpLateAsync(Dialing dialing)
    {
        if (await dialing.Result.ConfigureAwait(false) is RingResult.Answered answered)
        {
            answered.Leg.HangUp();
        }
    }

    /// <summary>
    /// An operator that said nothing is given up: should it answer after all, the answer is ended with BYE.
    /// </summary>
    private async Task<RingResult> WaitAsync(Dialing dialing)
    {
        using var over = new CancellationTokenSource();
        var silence = Task.Delay(SilenceMax, _time, over.Token);
        var first = await Task.WhenAny(dialing.Result, silence).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        if (first != dialing.Result && !dialing.IsHeard)
        {
            dialing.Cancel(isAnsweredElsewhere: false);
            _ = HangUpLateAsync(dialing);
            return new RingResult.Refused(StatusCode.RequestTimeout);
        }

        return await dialing.Result.ConfigureAwait(false);
    }
}
