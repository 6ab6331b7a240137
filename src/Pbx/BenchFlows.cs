using System.Net;
using Zhkh.Pbx.Audio;
using Zhkh.Pbx.Calls;
using Zhkh.Pbx.Rtp;
using Zhkh.Pbx.Sip;

namespace Zhkh.Pbx;

/// <summary>
/// The numbers of the bench profile (PERFORMANCE): what every engine is measured by. They belong to no organisation, so
/// nobody is owed a callback.
/// </summary>
internal sealed class BenchFlows(CallParts parts, SipStack stack, IPEndPoint agent, TimeProvider time)
{
    private const string Service = "bench";
    private static readonly PromptClip Loop = new("bench.loop", Tones.Sine(440, 10 * Pcm16.SampleRate));
    private static readonly PromptClip Reply = new("bench.reply", Tones.Sine(660, Pcm16.SampleRate));

    public void AddTo(IDictionary<string, InboundRoute> routes)
    {
        routes["answer"] = new InboundRoute(AnswerAsync, "", IsRecorded: false);
        routes["ivr"] = new InboundRoute(TalkAsync, "", IsRecorded: false);
        routes["ivrrec"] = new InboundRoute(TalkAsync, "");
        routes["agent"] = new InboundRoute(ConnectAsync, "", IsRecorded: false);
        routes["agentrec"] = new InboundRoute(ConnectAsync, "");
    }

    private async Task AnswerAsync(ICall call)
    {
        call.MarkServed(Service);
        await call.AnswerAsync();
        await Task.Delay(Timeout.InfiniteTimeSpan, time, call.HangUp);
    }

    /// <summary>Ten seconds in a loop; any key plays one second, then the loop again.</summary>
    private static async Task TalkAsync(ICall call)
    {
        var bench = (Call)call;
        call.MarkServed(Service);
        while (!call.HangUp.IsCancellationRequested)
        {
            if (!await bench.PlayClipAsync(Loop) && !(await call.ReadDigitsAsync(Ask.Key())).IsSilence)
            {
                await bench.PlayClipAsync(Reply);
            }
        }
    }

    private async Task ConnectAsync(ICall call)
    {
        call.MarkServed(Service);
        var flow = stack.FlowTo(SipTransport.Udp, agent);
        var dialing = Dialing.Start(
            stack, parts.Legs,
            new OutgoingInviteRequest
            {
                Target = $"sip:agent@{agent}", Flow = flow, From = $"sip:bench@{flow.Local}", Offer = default,
            },
            SourceLearning.Exact, time, parts.Options.RingTimeMax);
        await using var cancelled = call.HangUp.Register(() => dialing.Cancel(false));
        if (await dialing.Result is RingResult.Answered { Leg: var leg })
        {
            try
            {
                await call.AnswerAsync();
                await ((Call)call).TalkAsync(leg);
            }
            finally
            {
                leg.HangUp();
            }
        }
    }
}
